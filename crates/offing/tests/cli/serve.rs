//! `offing serve` as its users meet it: a process, its address, its files.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use offing_load::record::Record;
use serde_json::Value;

/// Longer than anything takes; a passing test never waits for it.
const LONG: Duration = Duration::from_secs(60);

const MODEL: &str = "\
company: { name: Corner shop, as-of: 2026-03-02 }
outcomes:
  shop: { chosen: true, odds: 30%, needs: [till] }   # our belief
capabilities: { till: { have: true } }
guarantees: { open: { outcome: shop, is: enabled } }
";

/// A server of its own, with a model of its own.
struct Served {
    root: tempfile::TempDir,
    process: Child,
    port: u16,
    said: String,
}

impl Served {
    fn start(more: &[&str]) -> Self {
        let root = tempfile::tempdir().unwrap();
        std::fs::write(root.path().join("shop.yaml"), MODEL).unwrap();
        Self::again(root, more)
    }

    /// Starts a server over what is in a folder already.
    fn again(root: tempfile::TempDir, more: &[&str]) -> Self {
        let mut process = Command::new(env!("CARGO_BIN_EXE_offing"))
            .args(["serve", "shop.yaml", "--port", "0", "--record", "state/record.sqlite"])
            .args(more)
            .current_dir(root.path())
            .env_remove("OFFING_WEBHOOK")
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut said = String::new();
        BufReader::new(process.stdout.as_mut().unwrap()).read_line(&mut said).unwrap();
        let port = said.split("://").nth(1).and_then(|rest| rest.split(['/', ':']).nth(1)).unwrap();
        let port = port.parse().unwrap();
        Self { root, process, port, said }
    }

    fn model(&self) -> PathBuf {
        self.root.path().join("shop.yaml")
    }

    fn write(&self, text: &str) {
        std::fs::write(self.model(), text).unwrap();
    }

    fn send(&self, request: &str) -> TcpStream {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        stream.set_read_timeout(Some(LONG)).unwrap();
        stream.write_all(request.as_bytes()).unwrap();
        stream
    }

    /// Returns status and body of an address.
    fn get(&self, path: &str) -> (u16, String) {
        let host = format!("127.0.0.1:{}", self.port);
        answer(self.send(&format!("GET {path} HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\n\r\n")))
    }

    fn json(&self, path: &str) -> Value {
        let (status, body) = self.get(path);
        assert_eq!(status, 200, "{path}: {body}");
        serde_json::from_str(&body).unwrap()
    }

    /// Returns the states that are told from now on, the present one first.
    fn states(&self) -> Receiver<Value> {
        let host = format!("127.0.0.1:{}", self.port);
        let stream = self.send(&format!("GET /events HTTP/1.1\r\nhost: {host}\r\n\r\n"));
        let (send, states) = channel();
        std::thread::spawn(move || {
            let lines = BufReader::new(stream).lines().map_while(Result::ok);
            for line in lines {
                let Some(data) = line.strip_prefix("data: ") else { continue };
                if send.send(serde_json::from_str(data).unwrap()).is_err() {
                    return;
                }
            }
        });
        states
    }

    /// Asks the process to end, and returns how it did.
    fn end(&mut self) -> Option<i32> {
        let asked = Command::new("kill").args(["-TERM", &self.process.id().to_string()]).status().unwrap();
        assert!(asked.success());
        self.process.wait().unwrap().code()
    }

    fn kill(mut self) -> tempfile::TempDir {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
        std::mem::replace(&mut self.root, tempfile::tempdir().unwrap())
    }

    fn record(root: &Path) -> Record {
        Record::open(&root.join("state/record.sqlite"), &root.join("shop.yaml")).unwrap()
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn answer(mut stream: TcpStream) -> (u16, String) {
    let mut text = String::new();
    stream.read_to_string(&mut text).unwrap();
    let (head, body) = text.split_once("\r\n\r\n").unwrap();
    (head.split(' ').nth(1).unwrap().parse().unwrap(), body.to_owned())
}

/// Returns the first state that fits.
fn wait(states: &Receiver<Value>, fits: impl Fn(&Value) -> bool) -> Value {
    let until = Instant::now() + LONG;
    loop {
        let state =
            states.recv_timeout(until.saturating_duration_since(Instant::now())).expect("the state comes");
        if fits(&state) {
            return state;
        }
    }
}

fn sound(state: &Value) -> bool {
    state["sound"] == true && state["busy"].is_null()
}

#[test]
fn files_change_and_answers_follow_and_a_broken_edit_keeps_the_last_sound_ones() {
    let served = Served::start(&[]);
    let states = served.states();
    let first = wait(&states, sound)["reading"].as_u64().unwrap();
    served.write(&MODEL.replace("odds: 30%", "odds: 55%"));
    let since = Instant::now();
    wait(&states, |state| sound(state) && state["reading"].as_u64() > Some(first));
    println!("a change was shown after {:?}", since.elapsed());
    let odds = |answer: &Value| answer["outcomes"][0]["odds"].clone();
    assert_eq!(odds(&served.json("/api/v1/ensure")), 0.55);
    served.write(&MODEL.replace("needs: [till]", "needs: [tlil]"));
    wait(&states, |state| state["sound"] == false && state["busy"].is_null());
    assert_eq!(odds(&served.json("/api/v1/ensure")), 0.55, "the answers from before");
    let state = served.json("/api/v1/state");
    assert_eq!(
        (&state["diagnostics"][0]["file"], &state["diagnostics"][0]["line"]),
        (&"shop.yaml".into(), &3.into())
    );
    served.write(MODEL);
    wait(&states, sound);
    assert_eq!(odds(&served.json("/api/v1/ensure")), 0.3);
}

#[test]
fn asked_to_end_it_ends_at_once_though_somebody_listens() {
    let mut served = Served::start(&[]);
    let states = served.states();
    wait(&states, sound);
    let since = Instant::now();
    assert_eq!(served.end(), Some(0));
    assert!(since.elapsed() < Duration::from_secs(20), "{:?}", since.elapsed());
    let record = Served::record(served.root.path());
    assert_eq!(record.evaluations(10).unwrap().len(), 1);
}

#[test]
fn others_need_the_token_that_is_shown_once() {
    let mut served = Served::start(&["--address", "0.0.0.0"]);
    let token = served.said.trim().split("token=").nth(1).unwrap().to_owned();
    assert_eq!(served.get("/api/v1/state").0, 401);
    assert_eq!(served.get(&format!("/api/v1/state?token={token}")).0, 303);
    served.end();
    let mut complained = String::new();
    served.process.stderr.as_mut().unwrap().read_to_string(&mut complained).unwrap();
    assert!(!complained.contains(&token), "{complained}");
}

/// Takes messages until nobody sends any more, and answers them well.
fn receiver() -> (String, Receiver<Value>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}/", listener.local_addr().unwrap());
    let (send, messages) = channel();
    std::thread::spawn(move || {
        for stream in listener.incoming().map_while(Result::ok) {
            let mut reader = BufReader::new(stream.try_clone().unwrap());
            let mut length = 0;
            loop {
                let mut line = String::new();
                reader.read_line(&mut line).unwrap();
                if let Some(value) = line.to_ascii_lowercase().strip_prefix("content-length:") {
                    length = value.trim().parse().unwrap();
                }
                if line == "\r\n" {
                    break;
                }
            }
            let mut body = vec![0; length];
            reader.read_exact(&mut body).unwrap();
            (&stream)
                .write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\nconnection: close\r\n\r\n")
                .unwrap();
            if send.send(serde_json::from_slice(&body).unwrap()).is_err() {
                return;
            }
        }
    });
    (address, messages)
}

#[test]
fn a_guarantee_that_breaks_is_told_once_with_what_broke_it() {
    let (address, messages) = receiver();
    let mut served = Served::start(&["--webhook", &address]);
    let states = served.states();
    wait(&states, |state| sound(state) && state["recorded"] == 1);
    served.write(&MODEL.replace("have: true", "have: false"));
    let message = messages.recv_timeout(LONG).unwrap();
    assert_eq!((&message["event"], &message["guarantee"]), (&"broke".into(), &"open".into()));
    assert_eq!(message["changed"][0], "shop.yaml:4");
    let text = message["text"].as_str().unwrap();
    assert!(text.starts_with("Corner shop: guarantee `open` broke."), "{text}");
    wait(&states, |state| state["recorded"] == 2);
    let turn = &served.json("/api/v1/record")["turns"][0];
    assert_eq!((&turn["event"], &turn["because"]["lines"][0]["line"]), (&"broke".into(), &4.into()));
    assert_eq!(served.end(), Some(0));
    assert_eq!(Served::record(served.root.path()).turns(9).unwrap()[0].1.as_ref().unwrap().state, "sent");
    let root = served.kill();
    let mut served = Served::again(root, &["--webhook", &address]);
    wait(&served.states(), |state| sound(state) && state["recorded"] == 1);
    served.write(MODEL);
    let message = messages.recv_timeout(LONG).unwrap();
    assert_eq!(message["event"], "mended", "the break is not told again");
    served.end();
    assert_eq!(messages.recv_timeout(Duration::ZERO), Err(RecvTimeoutError::Timeout));
}

/// Killed at any moment during an evaluation, it starts again and its record can be read.
#[test]
fn killed_while_it_evaluates_the_record_stays_readable() {
    let mut served = Served::start(&[]);
    let mut before = 0;
    for round in 0..12_u32 {
        // A little later each round: before, during and after the evaluation.
        let (_never, moment) = channel::<()>();
        served.write(&MODEL.replace("30%", &format!("{}%", 31 + round)));
        let _ = moment.recv_timeout(Duration::from_millis(u64::from(40 * round)));
        let root = served.kill();
        let evaluations = Served::record(root.path()).evaluations(u32::MAX).unwrap();
        assert!(evaluations.len() >= before, "nothing recorded is lost");
        before = evaluations.len();
        assert!(
            std::fs::read_to_string(root.path().join("shop.yaml"))
                .unwrap()
                .contains(&format!("{}%", 31 + round))
        );
        served = Served::again(root, &[]);
    }
    wait(&served.states(), |state| sound(state) && state["recorded"].as_u64() > Some(0));
    let recorded = served.json("/api/v1/record");
    assert!(recorded["evaluations"].as_array().unwrap().len() > before);
}

/// A request of a form that was sent by a page of the server itself.
fn form(served: &Served, body: &str) -> TcpStream {
    let host = format!("127.0.0.1:{}", served.port);
    served.send(&format!(
        "POST /save HTTP/1.1\r\nhost: {host}\r\norigin: http://{host}\r\nconnection: close\r\n\
         content-type: application/x-www-form-urlencoded\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    ))
}

/// Returns what the form on the page carries.
fn carried(page: &str) -> String {
    let form =
        page.split("<form class=\"confirm\"").nth(1).unwrap_or_else(|| panic!("nothing is asked: {page}"));
    let fields = form.split("<input type=\"hidden\" name=\"").skip(1).filter_map(|rest| {
        let (name, rest) = rest.split_once("\" value=\"")?;
        let value = rest.split('"').next()?;
        Some(format!("{name}={}", value.replace('%', "%25").replace('=', "%3D")))
    });
    fields.collect::<Vec<_>>().join("&")
}

#[test]
fn a_what_if_is_saved_and_shown_as_today() {
    let served = Served::start(&["--write"]);
    let states = served.states();
    let first = wait(&states, sound)["reading"].as_u64().unwrap();
    let (status, page) = served.get("/save?odds:shop=45%25");
    assert!(status == 200 && page.contains("odds: 45%"), "{page}");
    let body = carried(&page);
    assert_eq!(answer(form(&served, &body)).0, 303);
    assert_eq!(
        std::fs::read_to_string(served.model()).unwrap(),
        MODEL.replace("30%", "45%"),
        "comments stay"
    );
    wait(&states, |state| sound(state) && state["reading"].as_u64() > Some(first));
    assert_eq!(served.json("/api/v1/ensure")["outcomes"][0]["odds"], 0.45);
    assert_eq!(answer(form(&served, &body)).0, 409, "what was shown is no more");
}

/// Killed at any moment while it saves, the file is the old one or the new one, and the record can be read.
#[test]
fn killed_while_it_saves_a_file_is_old_or_new() {
    let mut served = Served::start(&["--write"]);
    let (mut old, mut new) = (0, 0);
    for round in 0..15_u64 {
        wait(&served.states(), sound);
        let before = std::fs::read_to_string(served.model()).unwrap();
        let odds = format!("{}%", 31 + round);
        let (_, page) = served.get(&format!("/save?odds:shop={}25", odds));
        let after = before.replace(&odds_of(&before), &odds);
        let _answer_nobody_waits_for = form(&served, &carried(&page));
        // A little later each round: before, while and after it is written.
        let (_never, moment) = channel::<()>();
        let _ = moment.recv_timeout(Duration::from_micros(700 * round));
        let root = served.kill();
        let found = std::fs::read_to_string(root.path().join("shop.yaml")).unwrap();
        assert!(found == before || found == after, "round {round}: {found}");
        if found == before {
            old += 1
        } else {
            new += 1
        }
        Served::record(root.path()).evaluations(10).unwrap();
        served = Served::again(root, &["--write"]);
    }
    println!("{old} times the old file, {new} times the new one");
    let states = served.states();
    assert!(wait(&states, sound)["reading"].as_u64() > Some(0), "it still starts");
}

fn odds_of(text: &str) -> String {
    text.split("odds: ").nth(1).unwrap().split(',').next().unwrap().to_owned()
}
