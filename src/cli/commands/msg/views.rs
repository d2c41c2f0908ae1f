//! Views of many messages.

use crate::model::message::Message;
use crate::view::message::MessageView;

pub(super) fn views(messages: &[Message]) -> Vec<MessageView> {
    messages.iter().map(MessageView::from).collect()
}
