//! Browser sessions: a one-time code or a token is exchanged for a cookie, which identifies one
//! caller until it expires. They are in memory only, so a restart ends them. Checks no token.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use subtle::ConstantTimeEq;

use crate::model::audit::Hash;
use crate::model::id::AgentName;
use crate::model::token::Token;

/// How long a session lasts.
pub(super) const LASTS: Duration = Duration::from_hours(12);

/// How long a one-time code is valid.
const CODE_LASTS: Duration = Duration::from_mins(5);

/// How many sessions there are at most: the oldest ends for a new one.
const MOST: usize = 1_000;

/// Draws 256 random bits.
pub type Secret = fn() -> std::io::Result<[u8; 32]>;

/// The caller that a session identifies.
#[derive(Clone)]
pub(super) struct Session {
    /// The agent that acts.
    pub(super) agent: AgentName,
    /// What shows that it may act as that agent, where that is needed.
    pub(super) token: Option<Token>,
    /// The CSRF token that each form must send.
    pub(super) csrf: String,
    expires: Instant,
}

impl fmt::Debug for Session {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Session")
            .field("agent", &self.agent)
            .finish_non_exhaustive()
    }
}

impl Session {
    /// Whether this is the CSRF token of the session.
    pub(super) fn accepts(&self, csrf: &str) -> bool {
        self.csrf.as_bytes().ct_eq(csrf.as_bytes()).into()
    }
}

/// What is kept of a cookie or a code.
type Digest = [u8; 32];

/// The sessions, by the digest of their cookie.
pub(super) struct Sessions {
    secret: Secret,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    sessions: HashMap<Digest, Session>,
    code: Option<Code>,
}

struct Code {
    digest: Digest,
    expires: Instant,
    agent: AgentName,
    token: Option<Token>,
}

impl Sessions {
    /// None so far. Cookies and codes are drawn from `secret`.
    pub(super) fn new(secret: Secret) -> Self {
        Self {
            secret,
            state: Mutex::default(),
        }
    }

    /// A one-time code, which starts a session of this agent. Replaces the one before.
    pub(super) fn issue_code(
        &self,
        agent: AgentName,
        token: Option<Token>,
    ) -> std::io::Result<String> {
        let code = self.draw()?;
        self.state().code = Some(Code {
            digest: digest(&code),
            expires: Instant::now() + CODE_LASTS,
            agent,
            token,
        });
        Ok(code)
    }

    /// Starts a session with a one-time code, which is then used up. Returns its cookie; none
    /// where the code is wrong, used or too old.
    pub(super) fn start_with_code(&self, code: &str) -> std::io::Result<Option<String>> {
        let given = digest(code);
        let mut state = self.state();
        let is_it = |one: &mut Code| bool::from(one.digest.ct_eq(&given));
        let Some(code) = state.code.take_if(is_it) else {
            return Ok(None);
        };
        drop(state);
        if code.expires < Instant::now() {
            return Ok(None);
        }
        self.start(code.agent, code.token).map(Some)
    }

    /// Starts a session of this agent. Returns its cookie.
    pub(super) fn start(&self, agent: AgentName, token: Option<Token>) -> std::io::Result<String> {
        let (cookie, csrf) = (self.draw()?, self.draw()?);
        let now = Instant::now();
        let mut state = self.state();
        state.sessions.retain(|_, session| session.expires > now);
        if state.sessions.len() >= MOST {
            let oldest = state
                .sessions
                .iter()
                .min_by_key(|(_, session)| session.expires);
            if let Some(oldest) = oldest.map(|(digest, _)| *digest) {
                state.sessions.remove(&oldest);
            }
        }
        let session = Session {
            agent,
            token,
            csrf,
            expires: now + LASTS,
        };
        state.sessions.insert(digest(&cookie), session);
        Ok(cookie)
    }

    /// The session of a cookie, if it has not expired.
    pub(super) fn of(&self, cookie: &str) -> Option<Session> {
        let session = self.state().sessions.get(&digest(cookie)).cloned();
        session.filter(|session| session.expires > Instant::now())
    }

    /// Ends the session of a cookie.
    pub(super) fn end(&self, cookie: &str) {
        self.state().sessions.remove(&digest(cookie));
    }

    fn draw(&self) -> std::io::Result<String> {
        (self.secret)().map(|bytes| Hash::from_bytes(bytes).to_string())
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What a secret is looked up by: that takes as long for a wrong one as for a right one.
fn digest(secret: &str) -> Digest {
    *Hash::of_parts([secret.as_bytes()]).as_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with_code() -> (Sessions, String) {
        let sessions = Sessions::new(|| Ok([7; 32]));
        let code = sessions.issue_code(AgentName::supervisor(), None).unwrap();
        (sessions, code)
    }

    #[test]
    fn a_code_starts_one_session() {
        let (sessions, code) = with_code();
        assert_eq!(sessions.start_with_code("x").unwrap(), None);
        let cookie = sessions.start_with_code(&code).unwrap().unwrap();
        assert_eq!(sessions.of(&cookie).unwrap().agent, AgentName::supervisor());
        assert_eq!(sessions.start_with_code(&code).unwrap(), None);
        sessions.end(&cookie);
        assert!(sessions.of(&cookie).is_none());
    }

    #[test]
    fn a_code_and_a_session_expire() {
        let (sessions, code) = with_code();
        let past = Instant::now()
            .checked_sub(Duration::from_millis(1))
            .unwrap();
        sessions.state().code.as_mut().unwrap().expires = past;
        assert_eq!(sessions.start_with_code(&code).unwrap(), None);
        let cookie = sessions.start(AgentName::risk(), None).unwrap();
        let mut state = sessions.state();
        state
            .sessions
            .values_mut()
            .for_each(|session| session.expires = past);
        drop(state);
        assert!(sessions.of(&cookie).is_none());
    }
}
