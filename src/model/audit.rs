//! The audit log: one event per accepted operation and per refusal, each
//! chained by its hash to the one before.
//!
//! The chain shows that nothing inside it was changed, removed or put in
//! another order. It cannot show that the whole chain was not written anew:
//! for that, keep a [`Head`] somewhere else.

use std::fmt;
use std::str::FromStr;

use sha2::{Digest, Sha256};

use super::clock::Timestamp;

/// A SHA-256 hash.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Hash([u8; 32]);

impl Hash {
    /// What the first event is chained to.
    pub const GENESIS: Self = Self([0; 32]);

    /// The hash with these bytes.
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// Its bytes.
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// The hash of `parts`, each preceded by its length, so that no two lists
    /// of parts have the same hash.
    pub fn of_parts<'a>(parts: impl IntoIterator<Item = &'a [u8]>) -> Self {
        let mut digest = HashOfParts::default();
        for part in parts {
            digest.add(part);
        }
        digest.finish()
    }
}

/// The hash of a list of parts, as [`Hash::of_parts`] makes it, from one part after the other.
#[derive(Default)]
pub struct HashOfParts(Sha256);

impl HashOfParts {
    /// Adds a part.
    pub fn add(&mut self, part: &[u8]) {
        self.0.update((part.len() as u64).to_be_bytes());
        self.0.update(part);
    }

    /// The hash of all parts.
    pub fn finish(self) -> Hash {
        Hash(self.0.finalize().into())
    }
}

/// 64 hexadecimal digits.
impl fmt::Display for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const DIGITS: &[u8; 16] = b"0123456789abcdef";
        let mut digits = [0; 64];
        for (pair, byte) in digits.chunks_exact_mut(2).zip(self.0) {
            pair[0] = DIGITS[usize::from(byte >> 4)];
            pair[1] = DIGITS[usize::from(byte & 15)];
        }
        f.write_str(str::from_utf8(&digits).unwrap_or_default())
    }
}

impl fmt::Debug for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for Hash {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let problem = || "a hash is 64 hexadecimal digits".to_owned();
        let digits: &[u8; 64] = text.as_bytes().try_into().map_err(|_| problem())?;
        let mut bytes = [0; 32];
        for (byte, pair) in bytes.iter_mut().zip(digits.chunks_exact(2)) {
            *byte = digit(pair[0])
                .zip(digit(pair[1]))
                .map(|(high, low)| high << 4 | low)
                .ok_or_else(problem)?;
        }
        Ok(Self(bytes))
    }
}

/// The value of a hexadecimal digit.
const fn digit(digit: u8) -> Option<u8> {
    match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'a'..=b'f' => Some(digit - b'a' + 10),
        b'A'..=b'F' => Some(digit - b'A' + 10),
        _ => None,
    }
}

/// One event of the audit log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditEvent {
    /// 1 for the first, then without a gap.
    pub seq: u64,
    /// When it was written.
    pub at: Timestamp,
    /// Who acted.
    pub actor: String,
    /// What was done, such as `message.send`; `refused` for a refusal.
    pub kind: String,
    /// What it was done to: a cycle, a message, a key.
    pub subject: String,
    /// More about it: the text of a JSON object.
    pub details: String,
    /// The hash of all of this and of the hash before.
    pub hash: Hash,
}

impl AuditEvent {
    /// The hash that this event must carry behind `previous`.
    pub fn expected_hash(&self, previous: Hash) -> Hash {
        Hash::of_parts([
            previous.as_bytes().as_slice(),
            &self.seq.to_be_bytes(),
            &self.at.as_millis().to_be_bytes(),
            self.actor.as_bytes(),
            self.kind.as_bytes(),
            self.subject.as_bytes(),
            self.details.as_bytes(),
        ])
    }
}

/// The end of the chain: the anchor to keep outside. Written `SEQ:HASH`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Head {
    /// The number of the last event; 0 when there is none.
    pub seq: u64,
    /// Its hash.
    pub hash: Hash,
}

impl Head {
    /// The head of a log without events.
    pub const EMPTY: Self = Self {
        seq: 0,
        hash: Hash::GENESIS,
    };

    /// The head once `event` has followed, or what is wrong with that event.
    pub fn follow(self, event: &AuditEvent) -> Result<Self, ChainBreak> {
        if event.seq != self.seq + 1 {
            return Err(ChainBreak::Missing { seq: self.seq + 1 });
        }
        if event.hash != event.expected_hash(self.hash) {
            return Err(ChainBreak::Altered { seq: event.seq });
        }
        Ok(Self {
            seq: event.seq,
            hash: event.hash,
        })
    }
}

impl fmt::Display for Head {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.seq, self.hash)
    }
}

impl FromStr for Head {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let problem = || "a head is SEQ:HASH, as `audit head` prints it".to_owned();
        let (seq, hash) = text.split_once(':').ok_or_else(problem)?;
        Ok(Self {
            seq: seq.parse().map_err(|_| problem())?,
            hash: hash.parse()?,
        })
    }
}

/// Where the chain does not hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ChainBreak {
    /// An event is missing or out of order.
    #[error("event {seq} is missing or out of place")]
    Missing {
        /// The number that should have come.
        seq: u64,
    },
    /// An event was altered, or the one before it was.
    #[error("event {seq} was altered")]
    Altered {
        /// Its number.
        seq: u64,
    },
    /// The chain holds in itself, but is not the one the anchor was taken from.
    #[error("the log does not hold the anchor's event {seq} with the anchor's hash")]
    NotAnchored {
        /// The anchor's event.
        seq: u64,
    },
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chain(length: u64) -> Vec<AuditEvent> {
        let mut head = Head::EMPTY;
        (1..=length)
            .map(|seq| {
                let mut event = AuditEvent {
                    seq,
                    at: Timestamp::from_millis(1),
                    actor: "risk".to_owned(),
                    kind: "message.ack".to_owned(),
                    subject: format!("message {seq}"),
                    details: "{}".to_owned(),
                    hash: Hash::GENESIS,
                };
                event.hash = event.expected_hash(head.hash);
                head = head.follow(&event).unwrap();
                event
            })
            .collect()
    }

    fn verify(events: &[AuditEvent]) -> Result<Head, ChainBreak> {
        events.iter().try_fold(Head::EMPTY, Head::follow)
    }

    #[test]
    fn an_untouched_chain_holds() {
        assert_eq!(verify(&chain(5)).unwrap().seq, 5);
    }

    #[test]
    fn every_field_is_under_the_hash() {
        let alter: [fn(&mut AuditEvent); 6] = [
            |e| e.at = Timestamp::from_millis(2),
            |e| e.actor = "strategy".to_owned(),
            |e| e.kind = "message.send".to_owned(),
            |e| e.subject.push('x'),
            |e| e.details = "{\"a\":1}".to_owned(),
            |e| e.hash = Hash::GENESIS,
        ];
        for alter in alter {
            let mut events = chain(5);
            alter(&mut events[2]);
            assert_eq!(verify(&events), Err(ChainBreak::Altered { seq: 3 }));
        }
    }

    #[test]
    fn a_removed_or_moved_event_is_named() {
        let mut removed = chain(5);
        removed.remove(2);
        assert_eq!(verify(&removed), Err(ChainBreak::Missing { seq: 3 }));
        let mut moved = chain(5);
        moved.swap(1, 2);
        assert_eq!(verify(&moved), Err(ChainBreak::Missing { seq: 2 }));
    }

    #[test]
    fn text_cannot_move_from_one_field_to_the_next() {
        let parts = |a: &'static str, b: &'static str| Hash::of_parts([a.as_bytes(), b.as_bytes()]);
        assert_ne!(parts("ab", "c"), parts("a", "bc"));
    }

    #[test]
    fn a_head_reads_back_as_it_is_written() {
        let head = verify(&chain(2)).unwrap();
        assert_eq!(head.to_string().parse(), Ok(head));
        assert!("2:zz".parse::<Head>().is_err());
        assert!("2".parse::<Head>().is_err());
    }
}
