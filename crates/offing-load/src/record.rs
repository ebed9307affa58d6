//! The record: every evaluation of a model, which guarantees broke or mended, and what somebody was or is to be told
//! of that; in one SQLite file that may be deleted at any time.
//!
//! What belongs together is written in one transaction: whenever the process dies, an evaluation is on record with all
//! its turns and messages, or not at all.

use std::path::{Path, PathBuf};
use std::time::Duration;

use jiff::Timestamp;
use offing_model::{Because, Evaluation, Turn, Verdict};
use rusqlite::{Connection, OptionalExtension, Row, TransactionBehavior, params};
use serde_json::{Value, json};

/// How long one writer waits for another.
const PATIENCE: Duration = Duration::from_secs(10);

/// How many evaluations of one model are kept; turns are kept all.
const MOST_EVALUATIONS: u32 = 5_000;

/// How often a message is tried before it is given up.
const MOST_TRIES: u32 = 20;

/// The form of the file: another number, another form.
const FORM: i64 = 1;

const TABLES: &str = "
create table evaluation (
    id integer primary key, model text not null, at text not null, as_of text not null, revision text,
    errors integer not null, failing integer not null, verdicts text not null);
create index evaluation_of on evaluation (model, id);
create table turn (
    id integer primary key, model text not null, at text not null, guarantee text not null,
    broke integer not null, wants text not null, found text not null, because text not null);
create index turn_of on turn (model, id);
create table text (model text not null, file text not null, text text not null, primary key (model, file));
create table message (
    id integer primary key, turn integer not null unique references turn (id), body text not null,
    state text not null, tries integer not null default 0, due text not null, said text);
create index message_due on message (state, due);
";

/// What keeps the record from being kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordError(String);

impl std::fmt::Display for RecordError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "the record can not be kept: {}", self.0)
    }
}

impl std::error::Error for RecordError {}

impl From<rusqlite::Error> for RecordError {
    fn from(error: rusqlite::Error) -> Self {
        RecordError(error.to_string())
    }
}

/// The texts of a model's files, by name, in the order of their names.
pub type Texts = Vec<(String, String)>;

type Kept<T> = Result<T, RecordError>;

/// The record of one model.
#[derive(Debug)]
pub struct Record {
    connection: Connection,
    model: String,
}

/// A message that is to be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// Its number.
    pub id: i64,
    /// Its body, JSON.
    pub body: String,
    /// How often it was tried.
    pub tries: u32,
}

/// What became of a message, for whoever looks at a turn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// `waiting`, `sending`, `sent`, `in-doubt` or `refused`.
    pub state: String,
    /// What the other side said, or why it could not.
    pub said: Option<String>,
}

/// Returns where the record is kept when nobody says otherwise: below `XDG_STATE_HOME`, or `~/.local/state`; `None`
/// where there is neither.
pub fn usual_place() -> Option<PathBuf> {
    let named = |name: &str| std::env::var_os(name).map(PathBuf::from).filter(|path| path.is_absolute());
    let state = named("XDG_STATE_HOME").or_else(|| named("HOME").map(|home| home.join(".local/state")))?;
    Some(state.join("offing").join("record.sqlite"))
}

impl Record {
    /// Opens the record of a model in a file, which is made where there is none. A file of another form, or one that is
    /// no record at all, is put aside.
    ///
    /// *Errors:* the file can not be made or written.
    pub fn open(file: &Path, model: &Path) -> Kept<Self> {
        if let Some(folder) = file.parent() {
            private_folder(folder).map_err(|error| RecordError(crate::file::plain(&error)))?;
        }
        let connection = match open(file) {
            Ok(connection) => connection,
            Err(error) if is_no_record(&error) => {
                put_aside(file).map_err(|error| RecordError(crate::file::plain(&error)))?;
                open(file)?
            }
            Err(error) => return Err(error.into()),
        };
        let model = std::fs::canonicalize(model).unwrap_or_else(|_| model.to_path_buf());
        Ok(Self { connection, model: model.to_string_lossy().into_owned() })
    }

    /// Returns the last evaluation that had no errors, and the texts of the model's files then.
    ///
    /// *Errors:* the record can not be read.
    pub fn last_sound(&self) -> Kept<Option<(Evaluation, Texts)>> {
        let query = "select at, as_of, revision, errors, verdicts from evaluation
                     where model = ?1 and errors = 0 order by id desc limit 1";
        let last = self.connection.query_row(query, [&self.model], evaluation).optional()?;
        let Some(last) = last else { return Ok(None) };
        let query = "select file, text from text where model = ?1 order by file";
        let mut statement = self.connection.prepare(query)?;
        let texts = statement.query_map([&self.model], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(Some((last, texts.collect::<Result<_, _>>()?)))
    }

    /// Adds an evaluation, the texts it was made of, and the turns since the one before, each with what is to be told
    /// of it.
    ///
    /// *Errors:* the record can not be written; nothing of it is, then.
    pub fn add(
        &mut self,
        evaluation: &Evaluation,
        texts: &[(String, String)],
        turns: &[(Turn, Option<String>)],
    ) -> Kept<()> {
        let model = self.model.as_str();
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let failing = evaluation.verdicts.iter().filter(|verdict| verdict.fails).count();
        transaction.execute(
            "insert into evaluation (model, at, as_of, revision, errors, failing, verdicts)
             values (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            params![
                model,
                evaluation.at.to_string(),
                evaluation.as_of.to_string(),
                evaluation.revision,
                evaluation.errors as i64,
                failing as i64,
                verdicts_json(&evaluation.verdicts).to_string(),
            ],
        )?;
        if evaluation.errors == 0 {
            transaction.execute("delete from text where model = ?1", [model])?;
            for (file, text) in texts {
                let insert = "insert or replace into text (model, file, text) values (?1, ?2, ?3)";
                transaction.execute(insert, params![model, file, text])?;
            }
        }
        for (turn, message) in turns {
            transaction.execute(
                "insert into turn (model, at, guarantee, broke, wants, found, because)
                 values (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
                params![
                    model,
                    turn.at.to_string(),
                    turn.guarantee,
                    turn.broke,
                    turn.wants,
                    turn.found,
                    because_json(&turn.because).to_string(),
                ],
            )?;
            if let Some(body) = message {
                let insert = "insert into message (turn, body, state, due) values (?1, ?2, 'waiting', ?3)";
                transaction
                    .execute(insert, params![transaction.last_insert_rowid(), body, turn.at.to_string()])?;
            }
        }
        transaction.execute(
            "delete from evaluation where model = ?1 and id <=
             (select id from evaluation where model = ?1 order by id desc limit 1 offset ?2)",
            params![model, MOST_EVALUATIONS],
        )?;
        Ok(transaction.commit()?)
    }

    /// Returns the latest evaluations, the last first.
    ///
    /// *Errors:* the record can not be read.
    pub fn evaluations(&self, most: u32) -> Kept<Vec<Evaluation>> {
        let query = "select at, as_of, revision, errors, verdicts from evaluation
                     where model = ?1 order by id desc limit ?2";
        let mut statement = self.connection.prepare(query)?;
        let found = statement.query_map(params![self.model, most], evaluation)?;
        Ok(found.collect::<Result<_, _>>()?)
    }

    /// Returns the latest turns, the last first, each with what became of its message.
    ///
    /// *Errors:* the record can not be read.
    pub fn turns(&self, most: u32) -> Kept<Vec<(Turn, Option<Told>)>> {
        let query = "select t.at, t.guarantee, t.broke, t.wants, t.found, t.because, m.state, m.said
                     from turn t left join message m on m.turn = t.id
                     where t.model = ?1 order by t.id desc limit ?2";
        let mut statement = self.connection.prepare(query)?;
        let found = statement.query_map(params![self.model, most], |row| {
            let state: Option<String> = row.get(6)?;
            let said = row.get(7)?;
            Ok((turn(row)?, state.map(|state| Told { state, said })))
        })?;
        Ok(found.collect::<Result<_, _>>()?)
    }

    /// Takes the next message of this model that is due, and notes that it is being sent: should the process die now,
    /// nobody can say whether it arrived, and it is never sent again.
    ///
    /// *Errors:* the record can not be written.
    pub fn take_due(&mut self, now: Timestamp) -> Kept<Option<Message>> {
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let query = "select m.id, m.body, m.tries from message m join turn t on t.id = m.turn
                     where t.model = ?1 and m.state = 'waiting' and m.due <= ?2 order by m.id limit 1";
        let message = transaction
            .query_row(query, params![self.model, now.to_string()], |row| {
                Ok(Message { id: row.get(0)?, body: row.get(1)?, tries: row.get(2)? })
            })
            .optional()?;
        if let Some(message) = &message {
            let update = "update message set state = 'sending', tries = tries + 1 where id = ?1";
            transaction.execute(update, [message.id])?;
        }
        transaction.commit()?;
        Ok(message)
    }

    /// Notes what became of a message; one that was not taken yet waits, twice as long each time.
    ///
    /// *Errors:* the record can not be written.
    pub fn note(&mut self, message: &Message, posted: &crate::webhook::Posted, now: Timestamp) -> Kept<()> {
        use crate::webhook::Posted;
        let (state, said) = match posted {
            Posted::Taken => ("sent", None),
            Posted::NotYet(said) if message.tries + 1 < MOST_TRIES => ("waiting", Some(said)),
            Posted::NotYet(said) | Posted::Refused(said) => ("refused", Some(said)),
            Posted::InDoubt(said) => ("in-doubt", Some(said)),
        };
        let due = now.saturating_add(wait(message.tries)).unwrap_or(now);
        let update = "update message set state = ?2, said = ?3, due = ?4 where id = ?1 and state = 'sending'";
        self.connection.execute(update, params![message.id, state, said, due.to_string()])?;
        Ok(())
    }

    /// Notes that nobody can say what became of messages that were being sent when the process before died.
    ///
    /// *Errors:* the record can not be written.
    pub fn leave_in_doubt(&mut self) -> Kept<()> {
        let update = "update message set state = 'in-doubt', said = 'the server ended while it was sent'
                      where state = 'sending' and turn in (select id from turn where model = ?1)";
        self.connection.execute(update, [&self.model])?;
        Ok(())
    }
}

/// Returns how long a message waits that was tried so often before: 5 s, then twice as long each time, an hour at most.
fn wait(tries: u32) -> jiff::SignedDuration {
    jiff::SignedDuration::from_secs((5_i64 << tries.min(10)).min(3_600))
}

fn open(file: &Path) -> rusqlite::Result<Connection> {
    let mut connection = Connection::open(file)?;
    connection.busy_timeout(PATIENCE)?;
    connection.pragma_update(None, "journal_mode", "wal")?;
    connection.pragma_update(None, "synchronous", "full")?;
    connection.pragma_update(None, "foreign_keys", true)?;
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let form: i64 = transaction.query_row("pragma user_version", [], |row| row.get(0))?;
    if form == 0 {
        transaction.execute_batch(TABLES)?;
        transaction.pragma_update(None, "user_version", FORM)?;
    } else if form != FORM {
        return Err(not_a_record());
    }
    transaction.commit()?;
    Ok(connection)
}

fn not_a_record() -> rusqlite::Error {
    let code = rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_NOTADB);
    rusqlite::Error::SqliteFailure(code, Some("the file has another form".to_owned()))
}

fn is_no_record(error: &rusqlite::Error) -> bool {
    use rusqlite::ErrorCode::{DatabaseCorrupt, NotADatabase};
    matches!(error.sqlite_error_code(), Some(DatabaseCorrupt | NotADatabase))
}

/// Renames the file and what SQLite keeps beside it, in place of any put aside earlier.
fn put_aside(file: &Path) -> std::io::Result<()> {
    let with = |end: &str| PathBuf::from(format!("{}{end}", file.display()));
    for end in ["-wal", "-shm"] {
        let _ = std::fs::remove_file(with(end));
    }
    std::fs::rename(file, with(".put-aside"))
}

/// Makes a folder that only its owner may look into, as the texts of models stand in it.
fn private_folder(folder: &Path) -> std::io::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

fn evaluation(row: &Row<'_>) -> rusqlite::Result<Evaluation> {
    let verdicts: String = row.get(4)?;
    let verdicts: Value = serde_json::from_str(&verdicts).unwrap_or_default();
    Ok(Evaluation {
        at: parsed(row, 0)?,
        as_of: parsed(row, 1)?,
        revision: row.get(2)?,
        errors: row.get::<_, i64>(3)?.unsigned_abs() as usize,
        verdicts: verdicts.as_array().into_iter().flatten().map(verdict).collect(),
    })
}

fn turn(row: &Row<'_>) -> rusqlite::Result<Turn> {
    let because: String = row.get(5)?;
    let because: Value = serde_json::from_str(&because).unwrap_or_default();
    Ok(Turn {
        at: parsed(row, 0)?,
        guarantee: row.get(1)?,
        broke: row.get(2)?,
        wants: row.get(3)?,
        found: row.get(4)?,
        because: because_of(&because),
    })
}

fn parsed<T: std::str::FromStr>(row: &Row<'_>, at: usize) -> rusqlite::Result<T> {
    let text: String = row.get(at)?;
    text.parse().map_err(|_| rusqlite::Error::InvalidColumnType(at, text, rusqlite::types::Type::Text))
}

fn verdicts_json(verdicts: &[Verdict]) -> Value {
    let one = |verdict: &Verdict| json!([verdict.guarantee, verdict.fails, verdict.wants, verdict.found]);
    verdicts.iter().map(one).collect()
}

fn verdict(value: &Value) -> Verdict {
    Verdict {
        guarantee: said(&value[0]),
        fails: value[1].as_bool().unwrap_or_default(),
        wants: said(&value[2]),
        found: said(&value[3]),
    }
}

fn because_json(because: &Because) -> Value {
    json!({
        "revision": because.revision,
        "lines": because.lines.iter().map(|line| json!([line.file, line.number, line.came, line.text])).collect::<Vec<_>>(),
        "more_lines": because.more_lines,
        "days": because.days.map(|(from, to)| [from.to_string(), to.to_string()]),
    })
}

fn because_of(value: &Value) -> Because {
    let number = |value: &Value| value.as_u64().unwrap_or_default() as usize;
    let line = |line: &Value| offing_model::Line {
        file: said(&line[0]),
        number: number(&line[1]),
        came: line[2].as_bool().unwrap_or_default(),
        text: said(&line[3]),
    };
    let day = |at: usize| value["days"][at].as_str().and_then(|day| day.parse().ok());
    Because {
        revision: value["revision"].as_str().map(str::to_owned),
        lines: value["lines"].as_array().into_iter().flatten().map(line).collect(),
        more_lines: number(&value["more_lines"]),
        days: day(0).zip(day(1)),
    }
}

fn said(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests;
