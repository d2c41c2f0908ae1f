//! What is shown of a replay: how it compares with the record.

use serde::Serialize;

use super::{Field, View, or_dash, text_field};
use crate::coordination::replay::{Answered, Comparison, say};

/// The comparison.
#[derive(Debug, Serialize)]
pub struct ReplayView {
    cycle_id: String,
    same: bool,
    departs: Option<String>,
    steps: Vec<StepView>,
    recorded_end: Option<String>,
    replayed_end: Option<String>,
}

/// One step of it.
#[derive(Debug, Serialize)]
struct StepView {
    recorded: Option<String>,
    replayed: Option<String>,
    same: bool,
}

impl From<&Comparison> for ReplayView {
    fn from(comparison: &Comparison) -> Self {
        let departs = comparison.departs();
        let in_words = |answered: Option<Answered>| answered.as_ref().map(say);
        let steps = comparison.steps.iter().map(|step| StepView {
            recorded: in_words(step.recorded),
            replayed: in_words(step.replayed),
            same: step.recorded == step.replayed,
        });
        let ends = comparison.ends.clone();
        let [recorded_end, replayed_end] = ends.map_or([None, None], |ends| ends.map(Some));
        Self {
            cycle_id: comparison.cycle.to_string(),
            same: departs.is_none(),
            departs,
            steps: steps.collect(),
            recorded_end,
            replayed_end,
        }
    }
}

impl View for ReplayView {
    const COLUMNS: &'static [&'static str] = &["Cycle", "Same"];

    fn row(&self) -> Vec<String> {
        let same = if self.same { "yes" } else { "no" };
        vec![self.cycle_id.clone(), same.to_owned()]
    }

    fn id(&self) -> String {
        self.cycle_id.clone()
    }

    fn fields(&self) -> Vec<(&'static str, Field)> {
        let mut fields = self.texts();
        let steps = self.steps.iter().map(|step| {
            let recorded = or_dash(step.recorded.as_ref());
            match (step.same, &step.replayed) {
                (true, _) => format!("= {recorded}"),
                (false, replayed) => format!("≠ {recorded} → {}", or_dash(replayed.as_ref())),
            }
        });
        let steps: Vec<_> = steps.collect();
        fields.push(text_field(("Steps", steps.join("\n"))));
        match (&self.recorded_end, &self.replayed_end) {
            (Some(recorded), Some(replayed)) if recorded == replayed => {
                fields.push(text_field(("End", format!("= {recorded}"))));
            }
            (Some(recorded), Some(replayed)) => {
                fields.push(text_field(("End", format!("≠ {recorded}\n→ {replayed}"))));
            }
            _ => fields.push(text_field((
                "End",
                "it was ended from outside: no answer leads there".to_owned(),
            ))),
        }
        fields
    }
}
