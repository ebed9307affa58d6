//! What `offing balance` does beside what its page says: interrupts, and the same bytes whatever the machine.

use crate::stage::{Stage, ran};

#[test]
fn pages_of_the_example_models() {
    let stage = Stage::with_models();
    for model in ["atelier", "ballpark", "bookstore", "corner-shop.yaml", "suite"] {
        let args = ["balance", &format!("models/{model}"), "--draws", "4000", "--search-draws", "1000"];
        let ran = stage.run(&args);
        let shown = format!("{}{}\nexit code {}\n", ran.stdout, ran.stderr, ran.code);
        insta::assert_snapshot!(format!("balance-{}", model.trim_end_matches(".yaml")), shown);
    }
}

/// The tour is to show tension: a plan that costs the chosen outcome weeks and buys chances, and a promise that binds.
#[test]
fn the_tour_has_plans_that_pull_apart() {
    let stage = Stage::with_models();
    let ran = stage.run(&["balance", "models/atelier", "--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&ran.stdout).unwrap();
    let plans = json["plans"].as_array().unwrap();
    assert!((3..=8).contains(&plans.len()), "{}", plans.len());
    let advised = &plans[json["recommended"].as_u64().unwrap() as usize];
    let figure = |key: &str| advised[key].as_f64().unwrap();
    assert!((7.0..40.0).contains(&figure("slip_days")), "{advised}");
    assert!(
        figure("find_gain") > 4.0 * figure("find_gain_stderr") && figure("find_gain") > 0.015,
        "{advised}"
    );
    assert_eq!(advised["forward"], serde_json::json!(["write-rules"]));
    assert_eq!(json["binding"], serde_json::json!(["ship"]));
}

/// Ctrl-C as a shell sends it, to a search of ten minutes: the answer is there at once, and says that it is not the end.
#[cfg(unix)]
#[test]
fn an_interrupt_keeps_what_was_found() {
    use std::io::{BufRead, BufReader};
    use std::process::{Command, Stdio};

    let stage = Stage::with_models();
    let mut command = stage.offing(&["balance", "models/atelier", "--budget", "10m", "--draws", "500"]);
    command.args(["--search-draws", "200"]).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let mut stderr = BufReader::new(child.stderr.take().unwrap());
    let mut said = String::new();
    stderr.read_line(&mut said).unwrap();
    assert!(said.contains("Ctrl-C"), "{said}");
    let sent = Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    assert!(sent.success());
    let ran = ran(child.wait_with_output().unwrap());
    std::io::Read::read_to_string(&mut stderr, &mut said).unwrap();
    assert_eq!(ran.code, 0, "{said}");
    assert!(said.contains("Interrupted: this is what was found until then."), "{said}");
    assert!(ran.stdout.contains("chosen outcome first"), "{}", ran.stdout);
    assert!(ran.stdout.contains("before the search was ended"), "{}", ran.stdout);
}

#[test]
fn the_same_frontier_on_any_number_of_threads() {
    let stage = Stage::with_models();
    let bytes = |threads: &str| {
        let mut command = stage.offing(&["balance", "models/atelier", "--plans", "40", "--format", "json"]);
        command.args(["--draws", "1000", "--search-draws", "300"]).env("RAYON_NUM_THREADS", threads);
        ran(command.output().unwrap()).stdout
    };
    let one = bytes("1");
    assert!(one.contains("\"recommended\""), "{one}");
    for threads in ["2", "8"] {
        assert_eq!(bytes(threads), one, "{threads} threads");
    }
}
