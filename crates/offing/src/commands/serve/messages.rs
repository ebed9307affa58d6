//! Whoever wants to know is told when a guarantee breaks or mends: messages wait in the record until they are taken, and
//! no message is sent twice.

use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use jiff::Timestamp;
use offing_load::record::{Record, RecordError};
use offing_load::webhook::{Posted, post};

use super::remark;

/// How often it is looked whether a message that was not taken is due again.
const LOOK: Duration = Duration::from_secs(1);

/// Says that there may be a message.
#[derive(Debug)]
pub(super) struct Bell(Sender<()>);

impl Bell {
    pub(super) fn ring(&self) {
        // Where nobody sends any more, the message waits for the next start.
        let _ = self.0.send(());
    }
}

/// Sends messages, in a thread of its own.
pub(super) struct Messages {
    bell: Sender<()>,
    rings: Mutex<Option<Receiver<()>>>,
    thread: Mutex<Option<JoinHandle<()>>>,
    ended: Arc<AtomicBool>,
}

impl Messages {
    pub(super) fn new() -> Self {
        let (bell, rings) = channel();
        let ended = Arc::new(AtomicBool::new(false));
        Self { bell, rings: Mutex::new(Some(rings)), thread: Mutex::new(None), ended }
    }

    /// Returns a bell that tells of messages.
    pub(super) fn bell(&self) -> Bell {
        Bell(self.bell.clone())
    }

    /// Sends what is due to an address, from now on.
    pub(super) fn start(&self, address: String, record: PathBuf, model: PathBuf) {
        let rings = self.rings.lock().unwrap_or_else(PoisonError::into_inner).take();
        let (Some(rings), ended) = (rings, Arc::clone(&self.ended)) else { return };
        let thread = std::thread::spawn(move || {
            let sent = Record::open(&record, &model).and_then(|record| run(record, &address, &rings, &ended));
            if let Err(error) = sent {
                remark(&format!("nobody is told of guarantees any more: {error}"));
            }
        });
        *self.thread.lock().unwrap_or_else(PoisonError::into_inner) = Some(thread);
    }

    /// Waits until the message under way is sent.
    pub(super) fn end(&self) {
        self.ended.store(true, Ordering::SeqCst);
        let _ = self.bell.send(());
        if let Some(thread) = self.thread.lock().unwrap_or_else(PoisonError::into_inner).take() {
            let _ = thread.join();
        }
    }
}

fn run(
    mut record: Record,
    address: &str,
    rings: &Receiver<()>,
    ended: &AtomicBool,
) -> Result<(), RecordError> {
    record.leave_in_doubt()?;
    while !ended.load(Ordering::SeqCst) {
        while let Some(message) = record.take_due(Timestamp::now())? {
            let key = key(&message.body);
            let posted = post(address, &key, &message.body);
            if let Posted::Refused(why) | Posted::InDoubt(why) = &posted {
                remark(&format!("the message about `{key}` may not have arrived: {why}"));
            }
            record.note(&message, &posted, Timestamp::now())?;
            if ended.load(Ordering::SeqCst) {
                return Ok(());
            }
        }
        match rings.recv_timeout(LOOK) {
            Ok(()) | Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => return Ok(()),
        }
    }
    Ok(())
}

/// Returns what tells a message from all others.
fn key(body: &str) -> String {
    let value: serde_json::Value = serde_json::from_str(body).unwrap_or_default();
    value["id"].as_str().unwrap_or_default().to_owned()
}
