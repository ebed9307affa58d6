//! How the binary behaves towards shells, pipes, terminals and people who have just installed it.

use std::process::Stdio;

use crate::stage::{Stage, ran};

#[test]
fn the_exit_code_says_yes_no_or_cannot_say() {
    let stage = Stage::with_models();
    stage.write(
        "kept.yaml",
        "outcomes: { shop: { needs: [pay] } }\ncapabilities: { pay: { have: true } }\n\
        guarantees: { open: { outcome: shop, is: enabled } }\n",
    );
    stage.write("broken.yaml", "outcomes: { shop: { needs: [pay] } }\n");
    let code = |args: &[&str]| stage.run(args).code;
    assert_eq!(code(&["ensure", "kept.yaml"]), 0, "every guarantee holds");
    assert_eq!(code(&["ensure", "models/atelier"]), 1, "a guarantee fails");
    assert_eq!(code(&["ensure", "broken.yaml"]), 2, "there is no sound model");
    assert_eq!(code(&["ensure", "models/atelier", "--no-such-flag"]), 2, "the call was wrong");
    assert_eq!(code(&["ensure", "nowhere"]), 2, "there is no model");
    for format in ["json", "markdown", "github", "sarif", "junit"] {
        assert_eq!(code(&["ensure", "models/atelier", "--format", format]), 1, "{format}");
        assert_eq!(code(&["ensure", "broken.yaml", "--format", format]), 2, "{format}");
    }
}

#[test]
fn where_there_is_no_model_the_first_step_is_named() {
    let ran = Stage::empty().run(&["ensure"]);
    assert_eq!((ran.code, ran.stdout.as_str()), (2, ""));
    assert!(ran.stderr.contains("offing init"), "{}", ran.stderr);
    assert!(!ran.stderr.contains("No such file"), "{}", ran.stderr);
}

#[test]
fn what_init_writes_is_answered_at_once() {
    let stage = Stage::empty();
    let init = stage.run(&["init"]);
    assert_eq!(init.code, 0, "{}", init.stderr);
    let answer = stage.run(&["ensure"]);
    assert!([0, 1].contains(&answer.code), "{}", answer.stderr);
    assert!(answer.stdout.contains("Outcome"), "{}", answer.stdout);
    let again = stage.run(&["init"]);
    assert_eq!(again.code, 2, "nothing that is there is overwritten: {}", again.stdout);
}

#[test]
fn colour_is_for_terminals_and_for_those_who_ask() {
    let stage = Stage::with_models();
    let coloured = |args: &[&str], no_color: Option<&str>| {
        let mut command = stage.offing(args);
        no_color.iter().for_each(|value| {
            command.env("NO_COLOR", value);
        });
        ran(command.output().unwrap()).stdout.contains('\u{1b}')
    };
    let ensure = ["ensure", "models/corner-shop.yaml"];
    let always = ["ensure", "models/corner-shop.yaml", "--color", "always"];
    let never = ["ensure", "models/corner-shop.yaml", "--color", "never"];
    assert!(!coloured(&ensure, None), "a pipe is no terminal");
    assert!(coloured(&always, None));
    assert!(coloured(&always, Some("1")), "what is said on the command line counts more");
    assert!(!coloured(&never, None));
    assert!(!coloured(&ensure, Some("1")));
}

#[test]
fn no_line_is_wider_than_the_terminal() {
    let stage = Stage::with_models();
    for columns in [60, 80, 120, 200] {
        let mut command = stage.offing(&["ensure", "models/atelier"]);
        let ran = ran(command.env("COLUMNS", columns.to_string()).output().unwrap());
        for line in ran.stdout.lines() {
            assert!(line.chars().count() <= columns, "{columns} columns, {}: {line}", line.chars().count());
        }
    }
}

#[test]
fn a_reader_who_goes_away_is_no_fault() {
    let stage = Stage::with_models();
    for args in
        [&["ensure", "models/suite"][..], &["schema"], &["ensure", "models/suite", "--format", "json"]]
    {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let child = stage.offing(args).stdout(writer).stderr(Stdio::piped()).spawn().unwrap();
        let ran = ran(child.wait_with_output().unwrap());
        assert_eq!((ran.code, ran.stderr.as_str()), (0, ""), "{args:?}");
    }
}

#[test]
fn the_same_model_gives_the_same_bytes_on_any_number_of_threads() {
    let stage = Stage::with_models();
    for model in ["models/atelier", "models/bookstore", "models/suite"] {
        let bytes = |threads: &str| {
            let mut command = stage.offing(&["ensure", model, "--format", "json"]);
            ran(command.env("RAYON_NUM_THREADS", threads).output().unwrap()).stdout
        };
        let one = bytes("1");
        assert!(one.contains("\"schema\": 1"), "{one}");
        for threads in ["2", "3", "8"] {
            assert_eq!(bytes(threads), one, "{model}, {threads} threads");
        }
    }
}

#[test]
fn help_names_every_command_and_the_exit_codes() {
    let help = Stage::empty().run(&["--help"]).stdout;
    for said in ["ensure", "explain", "schema", "init", "Exit codes"] {
        assert!(help.contains(said), "{said} in {help}");
    }
}
