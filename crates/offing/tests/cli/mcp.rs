//! `offing mcp` as an assistant meets it: JSON-RPC, a line each.

use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use serde_json::{Value, json};

struct Spoken {
    process: Child,
    to: ChildStdin,
    from: BufReader<ChildStdout>,
    number: u64,
}

impl Spoken {
    fn start(model: &str) -> Self {
        let mut process = Command::new(env!("CARGO_BIN_EXE_offing"))
            .args(["mcp", model])
            .current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let (to, from) = (process.stdin.take().unwrap(), BufReader::new(process.stdout.take().unwrap()));
        let mut spoken = Self { process, to, from, number: 0 };
        let client = json!({ "name": "test", "version": "1" });
        let hello = json!({ "protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": client });
        let answer = spoken.ask("initialize", hello);
        assert_eq!(answer["result"]["serverInfo"]["name"], "offing", "{answer}");
        assert!(answer["result"]["instructions"].as_str().unwrap().contains("without=vendor:NAME"));
        spoken.say(&json!({ "jsonrpc": "2.0", "method": "notifications/initialized" }));
        spoken
    }

    fn say(&mut self, message: &Value) {
        writeln!(self.to, "{message}").unwrap();
        self.to.flush().unwrap();
    }

    fn ask(&mut self, method: &str, params: Value) -> Value {
        self.number += 1;
        self.say(&json!({ "jsonrpc": "2.0", "id": self.number, "method": method, "params": params }));
        loop {
            let mut line = String::new();
            assert!(self.from.read_line(&mut line).unwrap() > 0, "it closed");
            let answer: Value = serde_json::from_str(&line).unwrap();
            if answer["id"] == self.number {
                return answer;
            }
        }
    }

    /// Returns what a tool says, and whether it is an answer.
    fn call(&mut self, name: &str, arguments: Value) -> (String, bool) {
        let answer = self.ask("tools/call", json!({ "name": name, "arguments": arguments }));
        let result = &answer["result"];
        let text = result["content"][0]["text"].as_str().unwrap_or_else(|| panic!("{answer}"));
        (text.to_owned(), result["isError"] != true)
    }
}

#[test]
fn an_assistant_asks_the_same_questions() {
    let mut spoken = Spoken::start("models/atelier");
    let tools = spoken.ask("tools/list", json!({}));
    let tools = tools["result"]["tools"].as_array().unwrap().clone();
    let names: Vec<&str> = tools.iter().map(|tool| tool["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["ensure", "execute", "balance", "lookout", "people", "why", "names", "changes"]);
    assert!(tools.iter().all(|tool| tool["annotations"]["readOnlyHint"] == true));
    assert_eq!(tools[5]["inputSchema"]["required"], json!(["of"]));

    let (text, good) = spoken.call("ensure", json!({}));
    assert!(good && text.contains("Atelier") && text.contains("Guarantees"), "{text}");
    let (json, good) = spoken.call("ensure", json!({ "format": "json" }));
    let answer: Value = serde_json::from_str(&json).unwrap();
    assert!(good && answer["schema"] == 1 && !answer["outcomes"].as_array().unwrap().is_empty());
    let (text, good) = spoken.call("changes", json!({ "changes": ["without=vendor:salesforce"] }));
    assert!(good && text.contains("What that changes"), "{text}");
    let (text, good) = spoken.call("why", json!({ "of": "marketplace" }));
    assert!(good && text.contains("marketplace"), "{text}");
}

#[test]
fn what_can_not_be_answered_says_why() {
    let mut spoken = Spoken::start("models/atelier");
    let (text, good) = spoken.call("ensure", json!({ "changes": ["without=vendor:salseforce"] }));
    assert!(!good && text.contains("did you mean `salesforce`"), "{text}");
    let (text, good) = spoken.call("why", json!({}));
    assert!(!good && text.starts_with("say `of`"), "{text}");
    let unknown = spoken.ask("tools/call", json!({ "name": "delete", "arguments": {} }));
    assert!(
        unknown["error"]["message"].as_str().unwrap().contains("no tool is called `delete`"),
        "{unknown}"
    );
    drop(spoken.to);
    assert!(spoken.process.wait().unwrap().success(), "it ends when the other side does");
}
