//! `client-profile check`, as a data team calls it.

use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Command, Output, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

/// The documentation's own example.
const EXAMPLE: &str = r#"{"first_name":"API","last_name":"doge","residence_country":"in","account_opening_reason":"hedging","tax_residence_country":"in","birth_country":"in","tax_identification_number":"UX-1989389","citizen_country":"in","employment_status":"retired","date_of_birth":"1969-09-19","gender":"male","reason":"api test"}"#;

fn check(args: &[&str], input: impl Into<Vec<u8>>) -> Output {
    let input = input.into();
    // Ages are reckoned from a day that does not move.
    let today: &[&str] = if args.contains(&"--today") { &[] } else { &["--today", "2026-11-23"] };
    let mut child = Command::new(env!("CARGO_BIN_EXE_client-profile"))
        .arg("check")
        .args(today)
        .args(args)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    // A check that fails early does not read its input to the end.
    let feeding = thread::spawn(move || drop(stdin.write_all(&input)));
    let output = child.wait_with_output().unwrap();
    feeding.join().unwrap();
    output
}

fn lines(output: &Output) -> Vec<serde_json::Value> {
    let text = std::str::from_utf8(&output.stdout).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// The findings of a line, as `field:code`.
fn findings(line: &serde_json::Value) -> Vec<String> {
    let issues = line["issues"].as_array().unwrap();
    issues
        .iter()
        .map(|issue| {
            format!(
                "{}:{}",
                issue["field"].as_str().unwrap_or("-"),
                issue["code"].as_str().unwrap()
            )
        })
        .collect()
}

#[test]
fn each_line_gets_its_answer() {
    let output = check(&["--tin", "basic"], format!("{EXAMPLE}\n"));
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(output.stdout, b"{\"line\":1,\"valid\":true,\"issues\":[]}\n");

    let output = check(&["--fields", "gender,date_of_birth"], "{\"gender\":\"m\",\"other\":1}\n");
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(
        String::from_utf8(output.stdout).unwrap(),
        "{\"line\":1,\"valid\":false,\"issues\":[\
         {\"field\":\"date_of_birth\",\"code\":\"missing_field\",\"severity\":\"error\",\"message\":\"Give date_of_birth\"},\
         {\"field\":\"gender\",\"code\":\"choice_unknown\",\"severity\":\"error\",\"message\":\"Choose your gender from the list\"}]}\n"
    );
}

#[test]
fn what_is_no_country_is_told_with_the_one_that_it_may_mean() {
    for (written, meant) in
        [("uk", "gb"), ("DEU", "de"), ("Germany", "de"), ("el", "gr"), ("qq", ""), ("in", "")]
    {
        let input = format!("{{\"birth_country\":\"{written}\"}}\n");
        let output = check(&["--fields", "birth_country"], input);
        let line: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        let country = line["issues"][0].get("country").and_then(serde_json::Value::as_str);
        assert_eq!(country.unwrap_or_default(), meant, "{written}: {line}");
    }
}

#[test]
fn a_bad_line_is_reported_and_the_rest_goes_on() {
    let mut input = Vec::new();
    input.extend_from_slice(b"\xEF\xBB\xBF{\"gender\":\"male\"}\r\n");
    input.extend_from_slice(b"{\"gender\":\n");
    input.extend_from_slice(b"\n");
    input.extend_from_slice(b"[]\n");
    input.extend_from_slice(b"{\"gender\":\"\xff\"}\n");
    input.extend_from_slice(format!("{{\"gender\":\"{}\"}}\n", "m".repeat(3 << 20)).as_bytes());
    input.extend_from_slice(b"{\"gender\":\"female\",\"gender\":\"female\"}\n");
    input.extend_from_slice(b"{\"gender\":\"female\"}");
    let output = check(&["--fields", "gender"], input);
    let seen: Vec<_> = lines(&output)
        .iter()
        .map(|line| {
            (line["line"].as_u64().unwrap(), line["valid"].as_bool().unwrap(), findings(line))
        })
        .collect();
    let bad = |line, finding: &str| (line, false, vec![finding.to_owned()]);
    assert_eq!(
        seen,
        [
            (1, true, vec![]),
            bad(2, "-:invalid_json"),
            bad(4, "-:not_an_object"),
            bad(5, "-:invalid_json"),
            bad(6, "-:invalid_json"),
            bad(7, "gender:duplicate_field"),
            (8, true, vec![]),
        ]
    );
    assert_eq!(output.status.code(), Some(1));
}

#[test]
fn what_cannot_be_read_is_said_with_its_place() {
    let long = format!("{{\"first_name\":\"{}\"}}", "a".repeat(2 << 20));
    let deep = "[".repeat(40);
    for (line, words) in [
        (
            &b"{\"first_name\":\"Anna\",}"[..],
            "Write one record of JSON a line: it goes wrong at byte 22",
        ),
        (b"{'first_name':1}", "Write one record of JSON a line: it goes wrong at byte 2"),
        (b"{} {}", "Write one record of JSON a line: it goes wrong at byte 4"),
        (b"{\"first_name\":\"Zo\xEB\"}", "Write the file in UTF-8: it goes wrong at byte 18"),
        (b"{\"first_name\":", "Write the whole record on its line: it breaks off after byte 14"),
        (deep.as_bytes(), "Write a flat record: it is nested too deep at byte 33"),
        (long.as_bytes(), "Write each record in 1 MiB at most: the line is longer"),
    ] {
        let output = check(&[], line);
        let line = &lines(&output)[0];
        assert_eq!(findings(line), ["-:invalid_json"]);
        assert_eq!(line["issues"][0]["message"], words);
    }
}

#[test]
fn many_lines_come_out_in_order_and_are_counted() {
    let mut input = String::new();
    for n in 0..30_000 {
        let gender = if n % 10 == 0 { "?" } else { "other" };
        input.push_str(&EXAMPLE.replace("\"male\"", &format!("\"{gender}\"")));
        input.push('\n');
    }
    let output = check(&["--tin", "basic"], input.clone());
    let lines = lines(&output);
    assert_eq!(lines.len(), 30_000);
    for (at, line) in lines.iter().enumerate() {
        assert_eq!(line["line"], at + 1);
        assert_eq!(line["valid"], at % 10 != 0);
    }
    let output = check(&["--tin", "basic", "--summary"], input.clone());
    assert_eq!(
        String::from_utf8(output.stdout).unwrap(),
        "{\"records\":30000,\"valid\":27000,\"invalid\":3000,\"warnings\":0,\"issues\":{\"gender\":{\"choice_unknown\":3000}}}\n"
    );
    let output = check(&["--tin", "basic", "--quiet"], input);
    assert_eq!((output.status.code(), output.stdout.len()), (Some(1), 0));
}

/// What follows a line that is too long may be many whole lines that were read with its end.
#[test]
fn lines_between_long_ones_are_checked() {
    let long = |bytes: usize| format!("{{\"gender\":\"{}\"}}\n", "m".repeat(bytes));
    let short = "{\"gender\":\"male\"}\n".repeat(100);
    // However the readings fall, in one of these a line's end and the lines after it come at once.
    for spare in [0, 1 << 16, 1 << 17, 1 << 18] {
        let input = [long((2 << 20) + spare), short.clone(), long(3 << 20), short.clone()].concat();
        let output = check(&["--fields", "gender"], input);
        let seen: Vec<_> = lines(&output)
            .iter()
            .map(|line| (line["line"].as_u64().unwrap(), line["valid"].as_bool().unwrap()))
            .collect();
        let expected: Vec<_> = (1..=202).map(|line| (line, line != 1 && line != 102)).collect();
        assert_eq!(seen, expected, "{spare}");
    }
}

#[test]
fn a_file_may_have_a_byte_order_mark_and_nothing_else() {
    for input in ["", "\u{FEFF}", "\u{FEFF}\n", "\n"] {
        let output = check(&["--fields", "gender"], input);
        assert_eq!((output.status.code(), output.stdout.len()), (Some(0), 0), "{input:?}");
    }
}

#[test]
fn lines_longer_than_any_may_be_are_failures_blank_or_not() {
    for (end, length) in [("\n", 0), ("", 0), ("\r\n", 1)] {
        for more in 0..4 {
            let input = " ".repeat((1 << 20) + more - length) + end;
            let output = check(&["--fields", "gender"], input);
            let expected = usize::from(more > 0);
            assert_eq!(lines(&output).len(), expected, "{more} {end:?}");
        }
    }
}

/// A program may write a record and read the answer before it writes the next one.
#[test]
fn lines_that_come_one_by_one_are_answered_one_by_one() {
    let mut child = Command::new(env!("CARGO_BIN_EXE_client-profile"))
        .args(["check", "--fields", "gender"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let stdout = BufReader::new(child.stdout.take().unwrap());
    let (answer, answers) = mpsc::channel();
    let reading = thread::spawn(move || stdout.lines().try_for_each(|line| answer.send(line)));
    for (number, gender) in [(1, "male"), (2, "?"), (3, "female")] {
        writeln!(stdin, "{{\"gender\":\"{gender}\"}}").unwrap();
        let line = answers.recv_timeout(Duration::from_secs(20)).unwrap().unwrap();
        let line: serde_json::Value = serde_json::from_str(&line).unwrap();
        assert_eq!((&line["line"], &line["valid"]), (&number.into(), &(gender != "?").into()));
    }
    drop(stdin);
    assert_eq!(child.wait().unwrap().code(), Some(1));
    reading.join().unwrap().unwrap();
}

#[test]
fn csv_is_read_by_its_header() {
    let output = check(
        &["--csv", "--fields", "first_name,gender"],
        "id,gender,first_name\n1,male,\"Anna\nMaria\"\n2,other,\"O\"\"B\"\n3,female\n",
    );
    let seen: Vec<_> =
        lines(&output).iter().map(|line| (line["line"].clone(), findings(line))).collect();
    assert_eq!(
        seen,
        [
            (2.into(), vec!["first_name:name_characters".to_owned()]),
            (4.into(), vec!["first_name:name_characters".to_owned()]),
            (5.into(), vec!["first_name:missing_field".to_owned()]),
        ]
    );
    let output = check(
        &["--csv", "--fields", "first_name,last_name"],
        "\u{FEFF}first_name,last_name\r\nA,B\r\n\r\n1,2\r\n\"C\",\"3\"\r\n",
    );
    let seen: Vec<_> = lines(&output).iter().map(|line| line["line"].clone()).collect();
    assert_eq!(seen, [2, 4, 5]);
    let valid: Vec<_> = lines(&output).iter().map(|line| line["valid"].clone()).collect();
    assert_eq!(valid, [true, false, false]);
    // Before the header too, and whatever the lines end in.
    for blank in ["\n", "\r\n", " \t\n\n \r\n", "\u{FEFF}\n", "\u{FEFF}\r\n", "\u{FEFF}"] {
        let input = format!("{blank}gender\r\nmale\r\n?\r\n");
        let output = check(&["--csv", "--fields", "gender"], input);
        let before = blank.matches('\n').count() as u64;
        let seen: Vec<_> = lines(&output).iter().map(|line| line["line"].clone()).collect();
        assert_eq!(seen, [before + 2, before + 3], "{blank:?}");
        assert_eq!(lines_valid(&output), [true, false], "{blank:?}");
    }
    // Nothing in quotes is a value, where a line of white space is no record.
    let output = check(&["--csv", "--fields", "gender"], "gender\nmale\n\n \r\n\"\"\r\n\" \"");
    let seen: Vec<_> =
        lines(&output).iter().map(|line| (line["line"].clone(), findings(line))).collect();
    let empty = || vec!["gender:required".to_owned()];
    assert_eq!(seen, [(2.into(), vec![]), (5.into(), empty()), (6.into(), empty())]);
    let output = check(&["--csv"], "a,b\n1,2\n");
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8(output.stderr).unwrap().contains("the header line names no field"));
    // The whole file would be the header, and all would pass.
    let output = check(&["--csv"], "first_name,last_name\rA1,B\r");
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8(output.stderr).unwrap().contains("end them with a line feed"));
}

/// What `--csv` says on standard error, and its exit status.
fn said_of_csv(input: impl Into<Vec<u8>>) -> (String, Option<i32>) {
    let output = check(&["--csv", "--fields", "gender"], input);
    (String::from_utf8(output.stderr).unwrap(), output.status.code())
}

#[test]
fn a_header_that_names_no_field_says_why() {
    for (header, says) in [
        ("", "it is empty"),
        ("\r\n \n", "it is empty"),
        ("\u{FEFF}", "it is empty"),
        ("\u{FEFF}\n", "it is empty"),
        ("gender;reason\nmale;x\n", "';' between the columns; write commas"),
        ("gender\treason\nmale\tx\n", "tabs between the columns; write commas"),
        ("gender,reason,gender\nmale,x,male\n", "the header line names gender twice"),
        ("a,b\n1,2\n", "the columns first_name, last_name"),
    ] {
        let (said, code) = said_of_csv(header);
        assert!(said.contains(says), "{said}");
        assert_eq!(code, Some(2));
    }
}

#[test]
fn a_column_that_is_nearly_named_like_a_field_is_refused_by_name() {
    for name in ["Gender", "GENDER", "gen der", "\u{A0}gender", "gen_der", "gender\u{200B}"] {
        let (said, code) = said_of_csv(format!("first_name,{name}\nA,male\n"));
        assert_eq!(code, Some(2), "{name:?}: {said}");
        assert!(said.contains(&format!("gender for {name:?}")), "{said}");
    }
    let (said, code) = said_of_csv("FirstName,\"Last Name\",gender\nA,B,male\n");
    assert_eq!(code, Some(2));
    assert!(said.contains("first_name for \"FirstName\", last_name for \"Last Name\""), "{said}");
    // Outer white space and a byte order mark are no other name.
    assert_eq!(said_of_csv("\u{FEFF} gender \nmale\n"), (String::new(), Some(0)));
    // Where the field has its column, the other is one like any.
    let (said, code) = said_of_csv("gender,Gender\nmale,x\n");
    assert_eq!((said.matches("\"Gender\"").count(), code), (1, Some(0)), "{said}");
}

#[test]
fn columns_that_are_left_out_are_named_once() {
    let (said, code) = said_of_csv("id,gender,,\"a\nb\",Z\u{1B}[2J\n1,male\n2,male\n");
    assert_eq!(code, Some(0));
    let named =
        r#"client-profile check: left out, since they are no fields: "id", "a\nb", "Z\u{1b}[2J""#;
    assert_eq!(said.trim_end(), named);
    let many: Vec<_> = (1..=12).map(|n| format!("x{n}")).collect();
    let (said, _) = said_of_csv(format!("gender,{}\nmale\n", many.join(",")));
    assert!(said.trim_end().ends_with("\"x8\" and 4 more"), "{said}");
    let (said, _) = said_of_csv(format!("gender,{}\nmale\n", "x".repeat(1_000)));
    assert!(said.len() < 200, "{said}");
    let (said, code) = said_of_csv(b"gender,\xFF\nmale,1\n");
    assert_eq!((said.contains('\u{FFFD}'), code), (true, Some(0)), "{said}");
}

#[test]
fn columns_of_fields_that_are_not_checked_are_named_too() {
    let header = "id,first_name,reason,gender\n1,Anna,x,male\n";
    let no_field = "client-profile check: left out, since they are no fields: \"id\"\n";
    let why = "client-profile check: not among the fields that are checked";
    for (args, not_checked) in [
        (&["--create"][..], r#""reason""#),
        (&["--fields", "first_name,reason,gender"], ""),
        (&["--fields", "reason"], r#""first_name", "gender""#),
        (&[], ""),
    ] {
        let output = check(&[&["--csv"], args].concat(), header);
        let says = match not_checked {
            "" => no_field.to_owned(),
            names => format!("{no_field}{why}: {names}\n"),
        };
        assert_eq!(String::from_utf8(output.stderr).unwrap(), says, "{args:?}");
    }
}

#[test]
fn that_there_was_no_record_is_said() {
    for (args, input) in
        [(&[][..], ""), (&["--quiet"], "\n"), (&["--summary"], ""), (&["--csv"], "gender\n")]
    {
        let output = check(args, input);
        assert_eq!(output.status.code(), Some(0));
        let said = String::from_utf8(output.stderr).unwrap();
        let says = "client-profile check: there is no record in standard input\n";
        assert_eq!(said, says, "{args:?}");
    }
}

#[test]
fn what_cannot_be_used_says_why_and_exits_2() {
    for (args, says) in [
        (vec!["--today", "2026-02-30"], "real day"),
        (vec!["--fields", "fist_name"], "the fields are first_name, last_name"),
        (vec!["--tin", "harsh"], "basic, advise, strict"),
        (vec!["--rules", "no-such-file.json"], "no-such-file.json"),
        (vec!["no-such-file.ndjson"], "cannot read no-such-file.ndjson"),
        (vec!["."], "cannot read ."),
        (vec!["--fast"], "--fast"),
    ] {
        let output = check(&args, "");
        assert_eq!(output.status.code(), Some(2), "{args:?}");
        let error = String::from_utf8(output.stderr).unwrap();
        assert!(error.contains(says), "{args:?}: {error}");
    }
}

#[test]
fn unknown_keys_are_refused_unless_only_some_fields_are_checked() {
    let input = EXAMPLE.replace("\"gender\"", "\"nick\\\"name\":\"x\",\"gender\"");
    let output = check(&["--tin", "basic"], input.clone());
    assert_eq!(findings(&lines(&output)[0]), ["nick\"name:unknown_field"]);
    let output = check(&["--fields", "gender"], input);
    assert_eq!(output.status.code(), Some(0));
}

#[test]
fn a_csv_quote_that_is_not_closed_costs_its_line_and_the_rest_goes_on() {
    let many = "male,Anna\n".repeat(200_000);
    let input = format!("gender,first_name\nfemale,\"Zoë\n{many}other,\"Eve\"\nmale,\"Bob");
    let output = check(&["--csv", "--fields", "first_name,gender"], input);
    let lines = lines(&output);
    assert_eq!(lines.len(), 200_003);
    for (at, line) in lines.iter().enumerate() {
        assert_eq!(line["line"], at + 2);
        let open = at == 0 || at == 200_002;
        assert_eq!(line["valid"], !open, "{line}");
        if open {
            assert_eq!(findings(line), ["-:invalid_json"]);
            assert!(line["issues"][0]["message"].as_str().unwrap().contains("Close the quotes"));
        }
    }
    assert_eq!(output.status.code(), Some(1));

    let output = check(&["--csv"], "gender,\"first_name\nmale,Anna\n");
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8(output.stderr).unwrap().contains("a quote that is not closed"));

    let output = check(&["--csv", "--fields", "gender"], b"gender,x\nm\xFFle,1\nmale,\xFF\n");
    let seen: Vec<_> = lines_valid(&output);
    assert_eq!(seen, [false, true]);
}

fn lines_valid(output: &Output) -> Vec<bool> {
    lines(output).iter().map(|line| line["valid"].as_bool().unwrap()).collect()
}

#[test]
fn a_csv_record_with_more_values_than_the_header_is_refused() {
    let output = check(
        &["--csv", "--fields", "first_name,gender"],
        "first_name,gender\nAnna,male\nAnna,male,\nde la Cruz, Anna,male\n\"Anna\",female\n",
    );
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(lines_valid(&output), [true, false, false, true]);
    for line in &lines(&output)[1..3] {
        assert_eq!(findings(line), ["-:invalid_json"]);
        let words = line["issues"][0]["message"].as_str().unwrap();
        assert!(words.contains("more values than the header line"), "{words}");
    }
}

#[test]
fn csv_that_is_read_as_json_gets_a_hint_once() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("clients.csv");
    std::fs::write(&file, "id,name\n1,A\n2,B\n").unwrap();
    let hints = |args: &[&str], input: &str| {
        let output = check(args, input);
        let error = String::from_utf8(output.stderr).unwrap();
        (output.status.code(), error.matches("--csv").count())
    };
    assert_eq!(hints(&[file.to_str().unwrap()], ""), (Some(1), 1));
    assert_eq!(hints(&[], "gender,first_name\nmale,A\nmale,B\n"), (Some(1), 1));
    assert_eq!(hints(&["--quiet"], "gender\nmale\n"), (Some(1), 1));
    assert_eq!(hints(&["--quiet"], "FirstName;Last Name\nA;B\n"), (Some(1), 1));
    assert_eq!(hints(&[], "[\"gender\"]\n"), (Some(1), 0));
    assert_eq!(hints(&["--csv", "--fields", "gender"], "gender\nmale\n"), (Some(0), 0));
    assert_eq!(hints(&["--fields", "gender"], "{\"gender\":\"male\"}\n"), (Some(0), 0));
    assert_eq!(hints(&[], "[]\n"), (Some(1), 0));
    // What was looked at first is checked like the rest.
    let output = check(&["--fields", "gender"], "gender\n{\"gender\":\"male\"}\n");
    assert_eq!(lines_valid(&output), [false, true]);
}

#[test]
fn what_is_no_text_is_refused_with_what_to_do() {
    let utf_16: Vec<u8> = "\u{FEFF}{}\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    for (input, what) in [(&b"\x1F\x8B\x08\0\n"[..], "gzip -dc"), (&utf_16, "iconv -f UTF-16")] {
        for args in [&[][..], &["--csv"]] {
            let output = check(args, input);
            let error = String::from_utf8(output.stderr).unwrap();
            assert_eq!((output.status.code(), output.stdout.len()), (Some(2), 0), "{error}");
            assert!(error.contains(what), "{error}");
        }
    }
}

#[test]
fn records_that_are_to_be_made_have_no_reason() {
    let first = EXAMPLE.replace(",\"reason\":\"api test\"", "");
    let input = format!("{first}\n{EXAMPLE}\n");
    let output = check(&["--create", "--tin", "basic"], input.clone());
    let seen: Vec<_> = lines(&output).iter().map(findings).collect();
    assert_eq!(seen, [vec![], vec!["reason:unknown_field".to_owned()]]);
    let output = check(&["--tin", "basic"], input);
    let seen: Vec<_> = lines(&output).iter().map(findings).collect();
    assert_eq!(seen, [vec!["reason:missing_field".to_owned()], vec![]]);

    let record: serde_json::Map<String, serde_json::Value> = serde_json::from_str(&first).unwrap();
    let names: Vec<_> = record.keys().map(String::as_str).collect();
    let values: Vec<_> = record.values().map(|value| value.as_str().unwrap()).collect();
    let csv = format!("{}\n{}\n", names.join(","), values.join(","));
    let output = check(&["--create", "--csv", "--tin", "basic"], csv);
    assert_eq!(lines_valid(&output), [true]);

    let output = check(&["--create", "--fields", "gender"], "");
    assert_eq!(output.status.code(), Some(2));
}

#[test]
fn counts_are_written_though_nothing_is_for_each_record() {
    let output = check(&["--quiet", "--summary", "--fields", "gender"], "{\"gender\":\"m\"}\n");
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(lines(&output)[0]["invalid"], 1);
}

#[test]
fn what_is_too_long_is_not_said_to_lack_a_quote() {
    let long = "x".repeat(2 << 20);
    let output = check(&["--csv"], format!("gender,{long}\nmale\n"));
    assert_eq!(output.status.code(), Some(2));
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains("the header line has more than 1 MiB"), "{said}");

    let output = check(&["--csv"], "\"gender\nmale\n");
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains("the header line has a quote that is not closed"), "{said}");

    let output = check(&["--csv", "--fields", "gender"], format!("gender\n{long}\nmale\n"));
    let found = lines(&output);
    let said = found[0]["issues"][0]["message"].as_str().unwrap();
    assert!(said.contains("Shorten this record") && found[1]["valid"] == true, "{said}");
}
