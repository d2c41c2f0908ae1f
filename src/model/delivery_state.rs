//! The delivery state of a message, and its transitions.

use super::clock::Timestamp;
use super::id::Claim;
use super::words::words;

words! {
    /// The delivery status of a message.
    MessageStatus, by word, "the statuses are":
    /// Waits to be claimed.
    Pending = "pending",
    /// Given to a receiver, until its lease is over.
    Claimed = "claimed",
    /// Acked or answered.
    Processed = "processed",
    /// Its time passed, or its cycle ended, before it was processed.
    Expired = "expired",
    /// Delivered too often without an ack.
    Dead = "dead",
}

/// The part of a message that changes: its status and what it waits for.
///
/// `pending → claimed → processed`; back to `pending` when a lease runs out or the receiver
/// releases it, or to `dead` after too many deliveries; `expired` once its time has passed. Nothing
/// leaves `processed`, `expired` or `dead`, except that the dead can be queued again by hand, and
/// that what was acked as it was claimed goes back when nothing of it could be handed over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DeliveryState {
    /// Its status.
    pub status: MessageStatus,
    /// The token of the latest delivery.
    pub claim: Claim,
    /// How often it was delivered.
    pub deliveries: u32,
    /// While it is claimed: until when.
    pub lease_until: Option<Timestamp>,
    /// While it is pending: before when it is not delivered.
    pub not_before: Option<Timestamp>,
    /// When it expires.
    pub expires_at: Option<Timestamp>,
}

/// Why a message could not be settled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotSettled {
    /// The token belongs to an earlier delivery.
    StaleClaim(Claim),
    /// It is already processed, expired or dead.
    Over(MessageStatus),
    /// Nobody holds a claim on it.
    NotClaimed,
}

impl DeliveryState {
    /// The state of a message that was just sent.
    pub const fn new(expires_at: Option<Timestamp>) -> Self {
        Self {
            status: MessageStatus::Pending,
            claim: Claim::NONE,
            deliveries: 0,
            lease_until: None,
            not_before: None,
            expires_at,
        }
    }

    /// Whether it can still be answered.
    pub const fn is_open(&self) -> bool {
        matches!(self.status, MessageStatus::Pending | MessageStatus::Claimed)
    }

    /// What time alone has made of it by `now`: a lease that ran out puts it
    /// back in the queue, or, after `max_deliveries`, among the dead; its own
    /// time running out ends it.
    #[must_use]
    pub fn at(self, now: Timestamp, max_deliveries: u32) -> Self {
        let over = |deadline: Option<Timestamp>| deadline.is_some_and(|end| end <= now);
        match self.status {
            MessageStatus::Pending | MessageStatus::Claimed if over(self.expires_at) => {
                self.ended(MessageStatus::Expired)
            }
            MessageStatus::Claimed if over(self.lease_until) => {
                if self.deliveries >= max_deliveries {
                    self.ended(MessageStatus::Dead)
                } else {
                    self.ended(MessageStatus::Pending)
                }
            }
            MessageStatus::Pending if over(self.not_before) => self.ended(MessageStatus::Pending),
            _ => self,
        }
    }

    /// The state after one more delivery, or `None` if it cannot be delivered.
    #[must_use]
    pub fn claimed(self, until: Timestamp) -> Option<Self> {
        let is_ready = self.status == MessageStatus::Pending && self.not_before.is_none();
        is_ready.then_some(Self {
            status: MessageStatus::Claimed,
            claim: self.claim.next(),
            deliveries: self.deliveries.saturating_add(1),
            lease_until: Some(until),
            ..self
        })
    }

    /// The state after its recipient acked or answered it.
    ///
    /// With a `token`, only the latest delivery may settle it. Without one, the
    /// recipient vouches for itself, and a message that still waits is taken
    /// and settled in one.
    pub fn processed(self, token: Option<Claim>) -> Result<Self, NotSettled> {
        match self.status {
            MessageStatus::Pending | MessageStatus::Claimed => {}
            over => return Err(NotSettled::Over(over)),
        }
        if let Some(stale) = token.filter(|&token| token != self.claim) {
            return Err(NotSettled::StaleClaim(stale));
        }
        Ok(self.ended(MessageStatus::Processed))
    }

    /// The state after its receiver gave it back, to be delivered again at once or
    /// not before some time; after `max_deliveries`, it is dead.
    pub fn nacked(
        self,
        token: Option<Claim>,
        not_before: Option<Timestamp>,
        max_deliveries: u32,
    ) -> Result<Self, NotSettled> {
        self.check_held(token)?;
        if self.deliveries >= max_deliveries {
            return Ok(self.ended(MessageStatus::Dead));
        }
        Ok(Self {
            not_before,
            ..self.ended(MessageStatus::Pending)
        })
    }

    /// The state after a delivery that reached nobody: as if it had not been delivered, except that
    /// the claim token stays as high as it is. `None` if the delivery with this token is not the
    /// latest one, or is over. One that was acked as it was claimed is `acked`.
    #[must_use]
    pub fn returned(self, claim: Claim, acked: bool) -> Option<Self> {
        let expected = if acked {
            MessageStatus::Processed
        } else {
            MessageStatus::Claimed
        };
        let is_latest = self.status == expected && self.claim == claim;
        Some(Self {
            deliveries: self.deliveries.checked_sub(1).filter(|_| is_latest)?,
            ..self.ended(MessageStatus::Pending)
        })
    }

    /// The state with a lease until `until`; never a shorter one than it has.
    pub fn extended(self, token: Option<Claim>, until: Timestamp) -> Result<Self, NotSettled> {
        self.check_held(token)?;
        Ok(Self {
            lease_until: self.lease_until.max(Some(until)),
            ..self
        })
    }

    /// The state after it was queued again, as if it had never been delivered; but its claim token
    /// continues. Only dead messages that have not expired can be requeued.
    #[must_use]
    pub fn requeued(self, now: Timestamp) -> Option<Self> {
        let is_late = self.expires_at.is_some_and(|end| end <= now);
        (self.status == MessageStatus::Dead && !is_late).then_some(Self {
            deliveries: 0,
            ..self.ended(MessageStatus::Pending)
        })
    }

    fn check_held(self, token: Option<Claim>) -> Result<(), NotSettled> {
        match (self.status, token) {
            (MessageStatus::Claimed | MessageStatus::Pending, Some(token))
                if token != self.claim =>
            {
                Err(NotSettled::StaleClaim(token))
            }
            (MessageStatus::Claimed, _) => Ok(()),
            (MessageStatus::Pending, _) => Err(NotSettled::NotClaimed),
            (over, _) => Err(NotSettled::Over(over)),
        }
    }

    /// The state once it waits for nothing any more.
    const fn ended(self, status: MessageStatus) -> Self {
        Self {
            status,
            lease_until: None,
            not_before: None,
            ..self
        }
    }

    /// The state after its cycle ended: what was not processed never will be.
    #[must_use]
    pub fn withdrawn(self) -> Self {
        match self.status {
            MessageStatus::Pending | MessageStatus::Claimed => self.ended(MessageStatus::Expired),
            _ => self,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use proptest::prelude::*;

    use super::*;
    use crate::model::message::DEFAULT_LEASE;

    const MAX_DELIVERIES: u32 = 5;

    #[derive(Clone, Copy, Debug)]
    enum Step {
        Wait(i64),
        Claim(i64),
        Settle(Option<u64>),
        Nack(Option<u64>, Option<i64>),
        Extend(Option<u64>, i64),
        Return(u64, bool),
        Requeue,
        Withdraw,
    }

    fn any_token() -> impl Strategy<Value = Option<u64>> {
        prop::option::of(0..9_u64)
    }

    fn any_step() -> impl Strategy<Value = Step> {
        prop_oneof![
            4 => (0..200_i64).prop_map(Step::Wait),
            4 => (1..100_i64).prop_map(Step::Claim),
            1 => any_token().prop_map(Step::Settle),
            1 => (any_token(), prop::option::of(1..100_i64))
                .prop_map(|(token, delay)| Step::Nack(token, delay)),
            1 => (any_token(), 1..100_i64).prop_map(|(token, lease)| Step::Extend(token, lease)),
            1 => (0..9_u64, any::<bool>()).prop_map(|(token, acked)| Step::Return(token, acked)),
            1 => Just(Step::Requeue),
            1 => Just(Step::Withdraw),
        ]
    }

    proptest! {
        #[test]
        fn the_life_of_a_message_holds_its_promises_whatever_happens(
            ttl in prop::option::of(1..2_000_i64),
            steps in prop::collection::vec(any_step(), 0..60),
        ) {
            let expires_at = ttl.map(Timestamp::from_millis);
            let mut now = Timestamp::from_millis(0);
            let mut delivery_state = DeliveryState::new(expires_at);
            for step in steps {
                let before = delivery_state;
                match step {
                    Step::Wait(ms) => now = now.plus(Duration::from_millis(ms.unsigned_abs())),
                    Step::Claim(ms) => {
                        delivery_state = delivery_state.at(now, MAX_DELIVERIES);
                        let until = now.plus(Duration::from_millis(ms.unsigned_abs()));
                        if let Some(claimed) = delivery_state.claimed(until) {
                            prop_assert!(expires_at.is_none_or(|end| end > now), "delivered expired");
                            prop_assert_eq!(claimed.claim, before.claim.next());
                            delivery_state = claimed;
                        }
                    }
                    Step::Settle(token) => {
                        delivery_state = delivery_state.at(now, MAX_DELIVERIES);
                        let token = token.map(Claim::from_number);
                        match delivery_state.processed(token) {
                            Ok(settled) => {
                                prop_assert!(token.is_none_or(|t| t == delivery_state.claim), "stale ack");
                                prop_assert!(expires_at.is_none_or(|end| end > now), "late ack");
                                delivery_state = settled;
                            }
                            Err(NotSettled::StaleClaim(t)) => prop_assert!(t != delivery_state.claim),
                            Err(NotSettled::Over(status)) => prop_assert_eq!(status, delivery_state.status),
                            Err(NotSettled::NotClaimed) => prop_assert!(false, "an ack needs no claim"),
                        }
                    }
                    Step::Nack(token, delay) => {
                        delivery_state = delivery_state.at(now, MAX_DELIVERIES);
                        let token = token.map(Claim::from_number);
                        let not_before = delay.map(|ms| now.plus(Duration::from_millis(ms.unsigned_abs())));
                        if let Ok(back) = delivery_state.nacked(token, not_before, MAX_DELIVERIES) {
                            prop_assert_eq!(delivery_state.status, MessageStatus::Claimed);
                            prop_assert!(token.is_none_or(|t| t == delivery_state.claim), "stale nack");
                            prop_assert!(back.claimed(now).is_none() == (delay.is_some() || back.status == MessageStatus::Dead));
                            delivery_state = back;
                        }
                    }
                    Step::Extend(token, ms) => {
                        delivery_state = delivery_state.at(now, MAX_DELIVERIES);
                        let token = token.map(Claim::from_number);
                        let until = now.plus(Duration::from_millis(ms.unsigned_abs()));
                        if let Ok(extended) = delivery_state.extended(token, until) {
                            prop_assert!(token.is_none_or(|t| t == delivery_state.claim), "stale extension");
                            prop_assert!(extended.lease_until >= delivery_state.lease_until, "a shorter lease");
                            delivery_state = extended;
                        }
                    }
                    Step::Return(token, acked) => {
                        let token = Claim::from_number(token);
                        if let Some(back) = delivery_state.returned(token, acked) {
                            prop_assert_eq!(token, delivery_state.claim, "a stale return");
                            prop_assert_eq!(back.claim, delivery_state.claim, "the token went back");
                            prop_assert_eq!(back.deliveries + 1, delivery_state.deliveries);
                            prop_assert_eq!(back.status, MessageStatus::Pending);
                            delivery_state = back;
                        }
                    }
                    Step::Requeue => {
                        delivery_state = delivery_state.at(now, MAX_DELIVERIES);
                        if let Some(again) = delivery_state.requeued(now) {
                            prop_assert_eq!(delivery_state.status, MessageStatus::Dead);
                            delivery_state = again;
                        }
                    }
                    Step::Withdraw => delivery_state = delivery_state.withdrawn(),
                }
                delivery_state = delivery_state.at(now, MAX_DELIVERIES);
                prop_assert!(delivery_state.claim >= before.claim, "the token went back");
                prop_assert!(delivery_state.deliveries <= MAX_DELIVERIES);
                prop_assert_eq!(delivery_state.lease_until.is_some(), delivery_state.status == MessageStatus::Claimed);
                prop_assert!(delivery_state.not_before.is_none() || delivery_state.status == MessageStatus::Pending);
                let may_leave = matches!(step, Step::Requeue) && before.status == MessageStatus::Dead
                    || matches!(step, Step::Return(_, true)) && before.status == MessageStatus::Processed;
                if !may_leave && !matches!(before.status, MessageStatus::Pending | MessageStatus::Claimed) {
                    prop_assert_eq!(delivery_state.status, before.status, "left an end");
                }
            }
        }
    }

    #[test]
    fn a_message_never_acked_is_dead_after_five_deliveries() {
        let mut now = Timestamp::from_millis(0);
        let mut delivery_state = DeliveryState::new(None);
        for _ in 0..MAX_DELIVERIES {
            delivery_state = delivery_state.claimed(now.plus(DEFAULT_LEASE)).unwrap();
            now = now.plus(DEFAULT_LEASE);
            delivery_state = delivery_state.at(now, MAX_DELIVERIES);
        }
        assert_eq!(delivery_state.status, MessageStatus::Dead);
        assert_eq!(delivery_state.claimed(now), None);
    }
}
