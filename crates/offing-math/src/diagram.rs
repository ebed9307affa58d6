pub(crate) mod forest;
pub mod probe;
