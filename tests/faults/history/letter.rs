//! One message in the model, and what time makes of it.

/// How often a message is delivered at most, in the workload.
pub const MAX_DELIVERIES: u32 = 3;

/// A message as it is in the table: time alone changes nothing here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letter {
    pub from: String,
    pub to: String,
    pub kind: String,
    pub priority: i64,
    pub cycle: Option<String>,
    pub status: String,
    pub claim: u64,
    pub deliveries: u32,
    pub lease_until: Option<i64>,
    pub not_before: Option<i64>,
    pub expires_at: Option<i64>,
    /// Whether it tells a sender that a message is dead.
    pub is_notice: bool,
}

impl Letter {
    pub fn new(from: &str, to: &str, kind: &str, priority: i64) -> Self {
        Self {
            from: from.to_owned(),
            to: to.to_owned(),
            kind: kind.to_owned(),
            priority,
            cycle: None,
            status: "pending".to_owned(),
            claim: 0,
            deliveries: 0,
            lease_until: None,
            not_before: None,
            expires_at: None,
            is_notice: false,
        }
    }

    pub fn is_open(&self) -> bool {
        matches!(self.status.as_str(), "pending" | "claimed")
    }

    pub const fn is_worn_out(&self) -> bool {
        self.deliveries >= MAX_DELIVERIES
    }

    /// Where it stands when time has done its part.
    pub fn status_at(&self, now: i64) -> &str {
        let over = |end: Option<i64>| end.is_some_and(|end| end <= now);
        match self.status.as_str() {
            "pending" | "claimed" if over(self.expires_at) => "expired",
            "claimed" if over(self.lease_until) && self.is_worn_out() => "dead",
            "claimed" if over(self.lease_until) => "pending",
            stored => stored,
        }
    }

    /// Whether it can be handed out.
    pub fn is_ready(&self, now: i64) -> bool {
        self.status_at(now) == "pending" && self.not_before.is_none_or(|until| until <= now)
    }

    /// Whether time has brought it to `status`, and the table does not say so yet.
    pub fn is_due(&self, now: i64, status: &str) -> bool {
        let moves = self.status != status || self.not_before.is_some();
        self.status_at(now) == status && moves && (status != "pending" || self.is_ready(now))
    }

    pub fn claimed(&mut self, until: i64) {
        self.rest("claimed");
        self.claim += 1;
        self.deliveries += 1;
        self.lease_until = Some(until);
    }

    pub fn rest(&mut self, status: &str) {
        status.clone_into(&mut self.status);
        self.lease_until = None;
        self.not_before = None;
    }
}
