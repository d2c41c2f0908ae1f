//! Tokens: they prove that a caller may act as an agent.
//!
//! Only the digest of a token is stored. The token itself is printed once, when it is made, and
//! shown nowhere else, not even by `Debug`.

use std::fmt;
use std::str::FromStr;

use subtle::ConstantTimeEq;

use super::audit::Hash;

/// What a token begins with, so that it is known for one wherever it turns up.
const PREFIX: &str = "fxt_";

/// The longest text that is taken for a token, in bytes.
const MAX_BYTES: usize = 200;

/// The secret of an agent: 256 random bits, written as `fxt_` and 64 hexadecimal
/// digits.
#[derive(Clone)]
pub struct Token(String);

impl Token {
    /// The token of these random bytes.
    pub fn from_secret(secret: [u8; 32]) -> Self {
        Self(format!("{PREFIX}{}", Hash::from_bytes(secret)))
    }

    /// What is kept of it. One round of SHA-256 will do: nobody guesses 256
    /// random bits.
    pub fn digest(&self) -> TokenDigest {
        TokenDigest(*Hash::of_parts([self.0.as_bytes()]).as_bytes())
    }

    /// The token itself, for the one who is given it.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

/// What somebody has given as a token, whether it is right or not.
impl FromStr for Token {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let text = text.trim();
        if text.is_empty() || text.len() > MAX_BYTES || !text.bytes().all(|b| b.is_ascii_graphic())
        {
            return Err(format!(
                "a token is one word, as `agent enroll` has printed it: {PREFIX} and 64 \
                 hexadecimal digits"
            ));
        }
        Ok(Self(text.to_owned()))
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(…)")
    }
}

/// The digest of a token, from which the token cannot be derived.
#[derive(Clone, Copy)]
pub struct TokenDigest([u8; 32]);

impl TokenDigest {
    /// The digest with these bytes.
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// Its bytes.
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// Takes the same time wherever the two differ.
    fn is(&self, other: &Self) -> bool {
        self.0.ct_eq(&other.0).into()
    }
}

impl fmt::Debug for TokenDigest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TokenDigest(…)")
    }
}

/// What acting as an agent takes.
#[derive(Clone, Copy, Debug, Default)]
pub enum Credential {
    /// Nothing: everyone who can use the database may act as this agent.
    #[default]
    Open,
    /// The token with this digest.
    Token(TokenDigest),
    /// Nobody may: its token was revoked.
    Revoked,
}

impl Credential {
    /// What is wrong with what was given, if anything is.
    pub fn problem(&self, given: Option<&TokenDigest>) -> Option<TokenProblem> {
        match (self, given) {
            (Self::Open, _) => None,
            (Self::Revoked, _) => Some(TokenProblem::Revoked),
            (Self::Token(_), None) => Some(TokenProblem::Missing),
            (Self::Token(kept), Some(given)) if kept.is(given) => None,
            (Self::Token(_), Some(_)) => Some(TokenProblem::Wrong),
        }
    }

    /// Its name in JSON.
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::Open => "none",
            Self::Token(_) => "needed",
            Self::Revoked => "revoked",
        }
    }
}

/// Why somebody may not act as an agent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenProblem {
    /// No token was given.
    Missing,
    /// Another one was given.
    Wrong,
    /// The agent has none any more.
    Revoked,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_very_token_opens() {
        let token = Token::from_secret([7; 32]);
        let kept = Credential::Token(token.digest());
        let again: Token = format!(" {}\n", token.reveal()).parse().unwrap();
        assert_eq!(kept.problem(Some(&again.digest())), None);
        let other = Token::from_secret([8; 32]).digest();
        assert_eq!(kept.problem(Some(&other)), Some(TokenProblem::Wrong));
        assert_eq!(kept.problem(None), Some(TokenProblem::Missing));
        let revoked = Credential::Revoked.problem(Some(&token.digest()));
        assert_eq!(revoked, Some(TokenProblem::Revoked));
        assert_eq!(Credential::Open.problem(None), None);
    }

    #[test]
    fn nothing_of_a_token_is_shown_unasked() {
        let token = Token::from_secret([0xab; 32]);
        let shown = format!("{token:?} {:?}", Credential::Token(token.digest()));
        assert_eq!(shown, "Token(…) Token(TokenDigest(…))");
    }

    #[test]
    fn what_cannot_be_a_token_is_refused() {
        for bad in ["", " ", "two words", "é", "a\u{7}b", &"x".repeat(201)] {
            assert!(bad.parse::<Token>().is_err(), "{bad:?}");
        }
    }
}
