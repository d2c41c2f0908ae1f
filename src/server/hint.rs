//! The next step in words, for clients of the server.

use crate::model::next_step::NextStep;

pub(super) fn words(step: &NextStep) -> String {
    format!("{step:?}")
}
