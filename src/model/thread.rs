//! The thread of an exchange: which message answers which.

use std::collections::{HashMap, HashSet};

use super::id::MessageId;
use super::message::Message;

/// The messages of one exchange, each below the one that it answers, and next
/// to one another in the order of sending.
#[derive(Debug)]
pub struct Thread(pub Vec<Post>);

/// One message of a thread.
#[derive(Debug)]
pub struct Post {
    /// The number of its ancestors.
    pub depth: usize,
    /// The message.
    pub message: Message,
}

/// Arranges the messages of an exchange, given in the order of sending. One that answers a message
/// that is not among them is at the top.
pub fn arrange(messages: Vec<Message>) -> Thread {
    let ids: HashSet<MessageId> = messages.iter().map(|message| message.id).collect();
    let mut below: HashMap<Option<MessageId>, Vec<Message>> = HashMap::new();
    for message in messages {
        // A message is answered by later ones only, so there is no cycle.
        let above = message
            .reply_to
            .filter(|above| ids.contains(above) && *above < message.id);
        below.entry(above).or_default().push(message);
    }
    let mut posts = Vec::new();
    let mut next = vec![(0, below.remove(&None).unwrap_or_default().into_iter())];
    while let Some((depth, siblings)) = next.last_mut() {
        let depth = *depth;
        let Some(message) = siblings.next() else {
            next.pop();
            continue;
        };
        let answers = below.remove(&Some(message.id)).unwrap_or_default();
        posts.push(Post { depth, message });
        next.push((depth + 1, answers.into_iter()));
    }
    Thread(posts)
}
