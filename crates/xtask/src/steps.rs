//! Numbered steps: what runs, how far it is, what it printed, and a summary that fits one screen.
//!
//! A step's commands write to a log under `target/xtask/logs`. While they run, a terminal shows the
//! latest line and a pipe gets a sign of life every half minute; the end of the log is shown when a
//! command fails.

use std::fmt::Write as _;
use std::fs::File;
use std::io::{BufRead as _, BufReader, IsTerminal as _, Read, Write as _};
use std::path::PathBuf;
use std::process::{Command, ExitStatus, Stdio};
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};

use crate::{tally::Tally, workspace};

/// Lines of a failed command's output that are shown; the log has them all.
const SHOWN_ON_FAILURE: usize = 120;

/// How often a run without a terminal says that it is still at work.
const SIGN_OF_LIFE: Duration = Duration::from_secs(30);

/// A run of numbered steps.
pub struct Steps {
    total: usize,
    finished: Vec<Finished>,
    started: Instant,
}

/// How a step ended.
pub enum Outcome {
    /// Everything in it succeeded.
    Done,
    /// Something in it failed.
    Failed,
    /// It was not started, for this reason.
    NotRun(String),
}

/// A step that has ended.
pub struct Finished {
    /// The name a person types to select it.
    pub name: String,
    /// How it ended.
    pub outcome: Outcome,
    /// How long it took.
    pub took: Duration,
    /// The tests its runners counted.
    pub tally: Tally,
    /// What the step wants said in the summary, such as a size.
    pub notes: Vec<String>,
    /// What it left out, and why.
    pub left_out: Vec<String>,
}

/// A step at work: it runs commands and takes notes.
pub struct Step {
    heading: String,
    log: File,
    log_path: PathBuf,
    started: Instant,
    tally: Tally,
    notes: Vec<String>,
    left_out: Vec<String>,
}

impl Steps {
    /// A run of `total` steps, of which none has started.
    pub fn new(total: usize) -> Self {
        Self { total, finished: Vec::new(), started: Instant::now() }
    }

    /// Runs one step and prints how it went. The error, already printed, is there for callers for
    /// whom the rest makes no sense without this step.
    pub fn run(
        &mut self,
        name: &str,
        what: &str,
        work: impl FnOnce(&mut Step) -> Result<()>,
    ) -> Result<()> {
        let heading = format!("[{}/{}] {name}", self.finished.len() + 1, self.total);
        println!("{heading}: {what}");
        let mut step = match Step::start(heading.clone(), name) {
            Ok(step) => step,
            Err(error) => {
                self.not_run(name, format!("{error:#}"));
                bail!("{name} could not start");
            }
        };
        let mut result = work(&mut step);
        if result.is_ok() && step.tally.failed > 0 {
            result = Err(anyhow::anyhow!("{} tests failed", step.tally.failed));
        }
        let took = step.started.elapsed();
        let outcome = match &result {
            Ok(()) => {
                let figures = step.figures();
                let colon = if figures.is_empty() { "" } else { ": " };
                println!("{heading}: done in {}{colon}{figures}", seconds(took));
                Outcome::Done
            }
            Err(error) => {
                println!("{heading}: FAILED after {}: {error:#}", seconds(took));
                Outcome::Failed
            }
        };
        let name = name.to_owned();
        self.finished.push(Finished {
            name: name.clone(),
            outcome,
            took,
            tally: step.tally,
            notes: step.notes,
            left_out: step.left_out,
        });
        result.map_err(|_printed| anyhow::anyhow!("{name} failed"))
    }

    /// Records a step that cannot start, and why.
    pub fn not_run(&mut self, name: &str, why: impl Into<String>) {
        let why = why.into();
        println!("[{}/{}] {name}: not run, {why}", self.finished.len() + 1, self.total);
        self.finished.push(Finished {
            name: name.to_owned(),
            outcome: Outcome::NotRun(why),
            took: Duration::ZERO,
            tally: Tally::default(),
            notes: Vec::new(),
            left_out: Vec::new(),
        });
    }

    /// Whether a step of this name failed or could not start.
    pub fn missed(&self, name: &str) -> bool {
        self.finished.iter().any(|step| step.name == name && !matches!(step.outcome, Outcome::Done))
    }

    /// The tests of all steps together.
    pub fn tally(&self) -> Tally {
        let mut sum = Tally::default();
        for step in &self.finished {
            sum.add(&step.tally);
        }
        sum
    }

    /// The names of the steps that failed or could not start.
    pub fn failures(&self) -> Vec<&str> {
        self.finished
            .iter()
            .filter(|step| !matches!(step.outcome, Outcome::Done))
            .map(|step| step.name.as_str())
            .collect()
    }

    /// How many steps failed, could not start or never came, without any test of theirs having
    /// failed.
    pub fn failures_without_tests(&self) -> usize {
        let fine =
            |step: &&Finished| matches!(step.outcome, Outcome::Done) || step.tally.failed > 0;
        self.total.saturating_sub(self.finished.iter().filter(fine).count())
    }

    /// One line a step: how it ended, how long it took, how many tests, what it noted. Then what was
    /// left out, and why.
    pub fn summary(&self) -> String {
        let width = self.finished.iter().map(|step| step.name.len()).max().unwrap_or(0);
        let mut text = String::new();
        for step in &self.finished {
            let (mark, why) = match &step.outcome {
                Outcome::Done => ("ok     ", String::new()),
                Outcome::Failed => ("FAILED ", String::new()),
                Outcome::NotRun(why) => ("not run", format!("  {why}")),
            };
            let tests = step.tally.phrase();
            let mut remarks: Vec<&str> = step.notes.iter().map(String::as_str).collect();
            if !tests.is_empty() {
                remarks.insert(0, &tests);
            }
            let line = format!(
                "  {mark} {:width$} {:>8}  {}{why}",
                step.name,
                seconds(step.took),
                remarks.join("; ")
            );
            let _ = writeln!(text, "{}", line.trim_end());
        }
        let left_out: Vec<&String> = self.finished.iter().flat_map(|step| &step.left_out).collect();
        for line in &left_out {
            let _ = writeln!(text, "  left out  {line}");
        }
        let none = if left_out.is_empty() { ", nothing left out" } else { "" };
        let _ = write!(text, "  in {}{none}", seconds(self.started.elapsed()));
        text
    }
}

/// How a command ended, and what it printed.
pub struct Ended {
    shown: String,
    status: ExitStatus,
    standard_output: String,
    /// The lines of both outputs, as they came.
    all: Vec<String>,
}

impl Ended {
    /// The first of its lines that is so, if it failed.
    pub fn failed_with(&self, is_so: impl Fn(&str) -> bool) -> Option<&str> {
        let lines = self.all.iter().map(String::as_str);
        if self.status.success() { None } else { lines.map(str::trim).find(|line| is_so(line)) }
    }
}

impl Step {
    fn start(heading: String, name: &str) -> Result<Self> {
        let folder = workspace::output().join("logs");
        let log_path = folder.join(format!("{name}.log"));
        let log = std::fs::create_dir_all(&folder)
            .and_then(|()| File::create(&log_path))
            .with_context(|| format!("cannot write {}", log_path.display()))?;
        Ok(Self {
            heading,
            log,
            log_path,
            started: Instant::now(),
            tally: Tally::default(),
            notes: Vec::new(),
            left_out: Vec::new(),
        })
    }

    /// Runs a command to its end; fails when it fails. Counts the tests that it says it ran.
    pub fn command(&mut self, command: &mut Command) -> Result<()> {
        self.output(command).map(drop)
    }

    /// As `command`; returns what was printed on standard output.
    pub fn output(&mut self, command: &mut Command) -> Result<String> {
        self.output_unless(command, 0)
    }

    /// As `output`, for a command that does not fail with this exit status either.
    pub fn output_unless(&mut self, command: &mut Command, fine: i32) -> Result<String> {
        let ended = self.attempt(command)?;
        Ok(self.accept(ended, fine)?.standard_output)
    }

    /// As `command`; returns what was printed, on either output.
    pub fn everything(&mut self, command: &mut Command) -> Result<String> {
        let ended = self.attempt(command)?;
        Ok(self.accept(ended, 0)?.all.join("\n"))
    }

    /// Runs a command that may fail to its end; what it prints goes to the log only.
    pub fn attempt(&mut self, command: &mut Command) -> Result<Ended> {
        let shown = shown(command);
        writeln!(self.log, "$ {shown}")?;
        let mut child = command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .with_context(|| format!("cannot start `{shown}`"))?;
        let (sender, lines) = mpsc::channel();
        forward(child.stdout.take(), true, sender.clone());
        forward(child.stderr.take(), false, sender);

        let terminal = std::io::stdout().is_terminal();
        let mut standard_output = String::new();
        let mut latest = String::new();
        let mut all = Vec::new();
        let mut spoke = Instant::now();
        loop {
            match lines.recv_timeout(Duration::from_secs(1)) {
                Ok((from_output, line)) => {
                    writeln!(self.log, "{line}")?;
                    self.tally.read(&line);
                    if let Some(figure) = line.trim().strip_prefix("figure: ") {
                        self.note(figure);
                    }
                    if from_output {
                        standard_output.push_str(&line);
                        standard_output.push('\n');
                    }
                    if !line.trim().is_empty() {
                        line.trim().clone_into(&mut latest);
                    }
                    all.push(line);
                }
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => break,
            }
            if terminal {
                self.show_status(&latest);
            } else if spoke.elapsed() >= SIGN_OF_LIFE {
                println!("      {} {latest}", seconds(self.started.elapsed()));
                spoke = Instant::now();
            }
        }
        if terminal {
            clear_status();
        }
        Ok(Ended { shown, status: child.wait()?, standard_output, all })
    }

    /// Fails, and shows the end of what was printed, when the command failed with another exit status
    /// than this one.
    pub fn accept(&self, ended: Ended, fine: i32) -> Result<Ended> {
        let Ended { shown, status, all, .. } = &ended;
        if !status.success() && status.code() != Some(fine) {
            self.show_end(shown, all);
            bail!(
                "`{shown}` ended with {status}; all it printed is in {}",
                self.log_path.display()
            );
        }
        Ok(ended)
    }

    /// Writes a line to the step's log.
    pub fn write(&mut self, line: &str) -> Result<()> {
        Ok(writeln!(self.log, "{line}")?)
    }

    fn show_end(&self, shown: &str, lines: &[String]) {
        let from = lines.len().saturating_sub(SHOWN_ON_FAILURE);
        println!("$ {shown}");
        if from > 0 {
            println!("… {from} lines before these are in {}", self.log_path.display());
        }
        for line in lines.iter().skip(from) {
            println!("{line}");
        }
    }

    /// Adds a remark to the step's line in the summary.
    pub fn note(&mut self, text: impl Into<String>) {
        self.notes.push(text.into());
    }

    /// Says in the summary what is left out, and why.
    pub fn left_out(&mut self, what: impl Into<String>) {
        self.left_out.push(what.into());
    }

    /// The tests counted so far.
    pub fn tests(&self) -> u64 {
        self.tally.passed + self.tally.failed
    }

    /// What was counted and noted so far, in one line.
    pub fn figures(&self) -> String {
        let mut remarks = self.notes.clone();
        let tests = self.tally.phrase();
        if !tests.is_empty() {
            remarks.insert(0, tests);
        }
        remarks.join("; ")
    }

    fn show_status(&self, latest: &str) {
        let head = format!("{} {}  ", self.heading, seconds(self.started.elapsed()));
        let room = 100usize.saturating_sub(head.chars().count());
        let tail: String = latest.chars().filter(|c| !c.is_control()).take(room).collect();
        print!("\r\x1b[2K{head}{tail}");
        // A terminal that went away is no reason to stop.
        let _ = std::io::stdout().flush();
    }
}

fn clear_status() {
    print!("\r\x1b[2K");
    let _ = std::io::stdout().flush();
}

/// Sends what a child prints, line by line, until it closes its end.
fn forward<R: Read + Send + 'static>(
    from: Option<R>,
    is_output: bool,
    sender: Sender<(bool, String)>,
) {
    let Some(from) = from else { return };
    thread::spawn(move || {
        let mut reader = BufReader::new(from);
        let mut bytes = Vec::new();
        while reader.read_until(b'\n', &mut bytes).is_ok_and(|read| read > 0) {
            let line = String::from_utf8_lossy(&bytes).trim_end_matches(['\n', '\r']).to_owned();
            if sender.send((is_output, line)).is_err() {
                return;
            }
            bytes.clear();
        }
    });
}

/// A command as a person would type it, near enough to repeat it.
pub fn shown(command: &Command) -> String {
    let program = std::path::Path::new(command.get_program());
    let mut text =
        program.file_name().unwrap_or(command.get_program()).to_string_lossy().into_owned();
    for argument in command.get_args() {
        let argument = argument.to_string_lossy();
        if argument.contains(' ') || argument.is_empty() {
            let _ = write!(text, " '{argument}'");
        } else {
            let _ = write!(text, " {argument}");
        }
    }
    text
}

/// A duration as `0.4 s`, `12 s` or `3 min 05 s`.
pub fn seconds(duration: Duration) -> String {
    let whole = duration.as_secs();
    match whole {
        0..10 => format!("{:.1} s", duration.as_secs_f64()),
        10..60 => format!("{whole} s"),
        _ => format!("{} min {:02} s", whole / 60, whole % 60),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_read_as_a_person_says_them() {
        for (milliseconds, text) in
            [(420, "0.4 s"), (12_900, "12 s"), (60_000, "1 min 00 s"), (185_000, "3 min 05 s")]
        {
            assert_eq!(seconds(Duration::from_millis(milliseconds)), text);
        }
    }

    #[test]
    fn a_failed_step_is_named_and_the_rest_goes_on() {
        let mut steps = Steps::new(3);
        let failed = steps.run("unit-fails", "a command that fails", |step| {
            step.command(Command::new("cargo").arg("no-such-subcommand"))
        });
        assert!(failed.is_err());
        steps.not_run("unit-needs-it", "it needs unit-fails");
        let passed = steps.run("unit-passes", "a command that counts", |step| {
            let printed = step.output(Command::new("cargo").arg("--version"))?;
            assert!(printed.starts_with("cargo "));
            step.note("a remark");
            step.left_out("a thing: for a reason");
            let ended = step.attempt(Command::new("cargo").arg("no-such-subcommand"))?;
            assert!(ended.failed_with(|line| line.contains("no such command")).is_some());
            assert!(step.accept(ended, 101).is_ok());
            Ok(())
        });
        assert!(passed.is_ok());
        assert_eq!(steps.failures(), ["unit-fails", "unit-needs-it"]);
        assert!(steps.missed("unit-needs-it") && !steps.missed("unit-passes"));
        assert_eq!(steps.failures_without_tests(), 2);
        let summary = steps.summary();
        assert!(summary.contains("FAILED  unit-fails"), "{summary}");
        assert!(summary.contains("it needs unit-fails"), "{summary}");
        assert!(summary.contains("a remark"), "{summary}");
        assert!(summary.contains("left out  a thing: for a reason"), "{summary}");
        assert!(Steps::new(0).summary().ends_with("nothing left out"));
    }

    #[test]
    fn a_step_that_cannot_start_or_never_comes_has_failed() {
        // In the place of its log.
        std::fs::create_dir_all(workspace::output().join("logs/unit-no-log.log")).unwrap();
        let mut steps = Steps::new(2);
        assert!(steps.run("unit-no-log", "nothing", |_| Ok(())).is_err());
        assert_eq!(steps.failures(), ["unit-no-log"]);
        assert_eq!(steps.failures_without_tests(), 2);
        assert!(steps.summary().contains("cannot write"), "{}", steps.summary());
    }
}
