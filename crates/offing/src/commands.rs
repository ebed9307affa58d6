//! One file a command.

pub(crate) mod ensure;
pub(crate) mod execute;
pub(crate) mod balance;
pub(crate) mod brief;
pub(crate) mod lookout;
pub(crate) mod people;
pub(crate) mod serve;
pub(crate) mod mcp;
pub(crate) mod diff;
pub(crate) mod history;
pub(crate) mod import;
pub(crate) mod export;
pub(crate) mod explain;
pub(crate) mod schema;
pub(crate) mod init;
