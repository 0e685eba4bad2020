//! How many records pass, and how often each finding occurs.

use client_profile::{Code, Field, Severity};

/// Counts over many records.
pub(super) struct Summary {
    records: u64,
    invalid: u64,
    /// By field (the last row: no field) and code.
    issues: Box<[[u64; Code::ALL.len()]; Field::COUNT + 1]>,
    warnings: u64,
}

impl Default for Summary {
    fn default() -> Self {
        Self {
            records: 0,
            invalid: 0,
            issues: Box::new([[0; Code::ALL.len()]; Field::COUNT + 1]),
            warnings: 0,
        }
    }
}

impl Summary {
    pub fn count(&mut self, valid: bool) {
        self.records += 1;
        self.invalid += u64::from(!valid);
    }

    pub fn count_issue(&mut self, field: Option<Field>, code: Code, severity: Severity) {
        let row = field.map_or(Field::COUNT, |field| field as usize);
        if let Some(count) = self.issues.get_mut(row).and_then(|row| row.get_mut(code as usize)) {
            *count += 1;
        }
        self.warnings += u64::from(severity == Severity::Warning);
    }

    pub fn add(&mut self, other: &Self) {
        self.records += other.records;
        self.invalid += other.invalid;
        self.warnings += other.warnings;
        for (row, other) in self.issues.iter_mut().zip(other.issues.iter()) {
            for (count, other) in row.iter_mut().zip(other) {
                *count += other;
            }
        }
    }

    pub const fn records(&self) -> u64 {
        self.records
    }

    pub const fn invalid(&self) -> u64 {
        self.invalid
    }

    /// One line of JSON: totals, and each finding that occurs by field and code, in field order.
    pub fn to_json(&self) -> String {
        let names = Field::ALL.iter().map(|field| field.name()).chain(["record"]);
        let rows = names.zip(self.issues.iter()).filter_map(|(name, row)| {
            let counts: Vec<_> = Code::ALL
                .iter()
                .zip(row)
                .filter(|(_, count)| **count > 0)
                .map(|(code, count)| format!(r#""{}":{count}"#, code.as_str()))
                .collect();
            (!counts.is_empty()).then(|| format!(r#""{name}":{{{}}}"#, counts.join(",")))
        });
        format!(
            r#"{{"records":{},"valid":{},"invalid":{},"warnings":{},"issues":{{{}}}}}"#,
            self.records,
            self.records - self.invalid,
            self.invalid,
            self.warnings,
            rows.collect::<Vec<_>>().join(",")
        ) + "\n"
    }
}
