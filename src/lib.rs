//! x
pub mod coordination;
pub mod model;
pub mod store;
