//! How many tests the runners say they ran, read from the lines they close with.
//!
//! `cargo test` and `wasm-bindgen-test-runner` close each binary with `test result: ok. 3 passed; …`;
//! `node --test` closes with `ℹ pass 3` or, without a terminal, `# pass 3`.

use std::fmt::Write as _;

/// Tests counted, with the closing lines they were counted from.
#[derive(Default, Clone)]
pub struct Tally {
    /// Tests that passed.
    pub passed: u64,
    /// Tests that failed.
    pub failed: u64,
    /// Tests that their runner left out.
    pub skipped: u64,
    /// The closing lines, as printed.
    pub closing: Vec<String>,
}

impl Tally {
    /// Takes in one line of output; lines that close nothing change nothing.
    pub fn read(&mut self, line: &str) {
        let line = line.trim();
        let counted = line
            .strip_prefix("test result:")
            .map(|rest| self.read_cargo(rest))
            .or_else(|| line.strip_prefix(['ℹ', '#']).map(|rest| self.read_node(rest)))
            .unwrap_or(false);
        if counted {
            self.closing.push(line.to_owned());
        }
    }

    /// `ok. 3 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.10s`
    fn read_cargo(&mut self, rest: &str) -> bool {
        let counts = rest.split_once(". ").map_or(rest, |(_, counts)| counts);
        for part in counts.split(';') {
            let Some((count, kind)) = part.trim().split_once(' ') else { continue };
            let Ok(count) = count.parse::<u64>() else { continue };
            match kind {
                "passed" => self.passed += count,
                "failed" => self.failed += count,
                "ignored" => self.skipped += count,
                _ => {}
            }
        }
        true
    }

    /// ` pass 3`; node counts what it cancelled apart, and it has failed.
    fn read_node(&mut self, rest: &str) -> bool {
        let Some((kind, count)) = rest.trim().split_once(' ') else { return false };
        let Ok(count) = count.parse::<u64>() else { return false };
        match kind {
            "pass" => self.passed += count,
            "fail" | "cancelled" => self.failed += count,
            "skipped" | "todo" => self.skipped += count,
            _ => return false,
        }
        true
    }

    /// Adds another tally to this one.
    pub fn add(&mut self, other: &Self) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.skipped += other.skipped;
        self.closing.extend(other.closing.iter().cloned());
    }

    /// `12 tests`, with failures and omissions when there are any; empty when nothing was counted.
    pub fn phrase(&self) -> String {
        let all = self.passed + self.failed;
        if all + self.skipped == 0 {
            return String::new();
        }
        let mut text = format!("{all} tests");
        if self.failed > 0 {
            let _ = write!(text, ", {} of them failed", self.failed);
        }
        if self.skipped > 0 {
            let _ = write!(text, ", {} left out by their runner", self.skipped);
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn closing_lines_of_each_runner_are_counted() {
        let table: [(&str, u64, u64, u64); 9] = [
            (
                "test result: ok. 3 passed; 0 failed; 1 ignored; 0 measured; 7 filtered out; finished in 0.10s",
                3,
                0,
                1,
            ),
            (
                "test result: FAILED. 3 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out",
                3,
                2,
                0,
            ),
            (
                "    test result: ok. 5 passed; 0 failed; 0 ignored; 0 filtered out; finished in 0.03s",
                5,
                0,
                0,
            ),
            ("ℹ pass 14", 14, 0, 0),
            ("# fail 2", 0, 2, 0),
            ("# cancelled 1", 0, 1, 0),
            ("ℹ skipped 4", 0, 0, 4),
            ("ℹ tests 14", 0, 0, 0),
            ("# Subtest: pass 3", 0, 0, 0),
        ];
        for (line, passed, failed, skipped) in table {
            let mut tally = Tally::default();
            tally.read(line);
            assert_eq!(
                (tally.passed, tally.failed, tally.skipped),
                (passed, failed, skipped),
                "{line}"
            );
        }
    }

    #[test]
    fn a_phrase_names_failures_and_omissions_only_when_there_are_some() {
        let mut tally = Tally::default();
        assert_eq!(tally.phrase(), "");
        tally.read("# pass 2");
        assert_eq!(tally.phrase(), "2 tests");
        tally.read("# fail 1");
        tally.read("# skipped 1");
        assert_eq!(tally.phrase(), "3 tests, 1 of them failed, 1 left out by their runner");
    }
}
