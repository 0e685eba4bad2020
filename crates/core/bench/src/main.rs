//! Checks 12 fields with this crate, garde and validator, interleaved in one run, each behind a
//! gate: it is timed only if it gives the verdicts the others give.
//!
//! The peers have simpler rules: lengths, ASCII letters in names, ISO countries, words, a date
//! that exists. This crate runs with all of its own.

mod peers;
mod records;

use std::alloc::{GlobalAlloc, Layout, System};
use std::hint::black_box;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use client_profile::rules::TinMode;
use client_profile::{Date, Field, ProfileUpdate, Rules, Validator};
use records::Record;

/// Counts what is allocated; everything else is the system's.
struct Counting;

static ALLOCATIONS: AtomicU64 = AtomicU64::new(0);

unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        ALLOCATIONS.fetch_add(1, Ordering::Relaxed);
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, ptr: *mut u8, layout: Layout) {
        unsafe { System.dealloc(ptr, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

const RECORDS: usize = 10_000;
const ROUNDS: usize = 41;

/// One way of checking: how many of the 12 fields are wrong.
type Check<'a> = Box<dyn Fn(&Record) -> usize + 'a>;

fn update(record: &Record) -> ProfileUpdate<'_> {
    ProfileUpdate::from(record.0.each_ref().map(String::as_str))
}

fn main() {
    let json = std::env::args().any(|arg| arg == "--json");
    let validator = Validator::new(&Rules::default(), str::to_owned).unwrap();
    let today = Date::new(2026, 11, 23).unwrap();
    // The rules that the peers have too: nothing is known of any country's numbers.
    let basic = Rules { tin: TinMode::Basic, ..Rules::default() };
    let basic = Validator::new(&basic, str::to_owned).unwrap();
    let check = |validator: &Validator, record: &Record| {
        let update = update(record);
        let report = validator.validate(&update, today);
        if report.is_valid() {
            return 0;
        }
        Field::ALL.iter().filter(|field| report.error(**field).is_some()).count()
    };
    let ways: Vec<(&str, Check<'_>)> = vec![
        ("client-profile", Box::new(|record| check(&validator, record))),
        ("client-profile, tin: basic", Box::new(|record| check(&basic, record))),
        ("garde", Box::new(peers::garde)),
        ("validator", Box::new(peers::validator)),
    ];
    if let Some(case) = std::env::args().skip_while(|arg| arg != "--only").nth(1) {
        // For a profiler: one case, this crate alone.
        let records = if case == "valid" { records::valid(1_000) } else { records::broken(1_000) };
        for _ in 0..300 {
            records.iter().for_each(|record| {
                black_box((ways[0].1)(black_box(record)));
            });
        }
        return;
    }
    let mut rows = Vec::new();
    for (name, records, wrong) in [
        ("valid", records::valid(RECORDS), 0),
        ("advice", records::advised(RECORDS), 0),
        ("12 errors", records::broken(RECORDS), 12),
    ] {
        for (way, check) in &ways {
            if let Some(record) = records.iter().find(|record| check(record) != wrong) {
                eprintln!("{way} finds {} wrong fields, not {wrong}: {record:?}", check(record));
                std::process::exit(1);
            }
        }
        let mut times = vec![Vec::new(); ways.len()];
        for _ in 0..ROUNDS {
            for ((_, check), times) in ways.iter().zip(&mut times) {
                let start = Instant::now();
                for record in &records {
                    black_box(check(black_box(record)));
                }
                times.push(start.elapsed().as_nanos() as f64 / RECORDS as f64);
            }
        }
        for ((way, check), times) in ways.iter().zip(&mut times) {
            times.sort_by(f64::total_cmp);
            let before = ALLOCATIONS.load(Ordering::Relaxed);
            records.iter().for_each(|record| {
                black_box(check(record));
            });
            let allocations = (ALLOCATIONS.load(Ordering::Relaxed) - before) / RECORDS as u64;
            rows.push((
                name,
                *way,
                times[ROUNDS / 2],
                times[0],
                times[ROUNDS * 9 / 10],
                allocations,
            ));
        }
    }
    if json {
        let rows: Vec<_> = rows
            .iter()
            .map(|(case, way, median, fastest, slow, allocations)| {
                serde_json::json!({"case": case, "way": way, "median_ns": median.round(),
                    "fastest_ns": fastest.round(), "p90_ns": slow.round(),
                    "allocations": allocations})
            })
            .collect();
        println!("{}", serde_json::Value::from(rows));
        return;
    }
    println!("{RECORDS} distinct records, {ROUNDS} rounds, ns a record");
    println!(
        "{:<10} {:<26} {:>8} {:>8} {:>8} {:>12}",
        "case", "way", "median", "fastest", "p90", "allocations"
    );
    for (case, way, median, fastest, slow, allocations) in rows {
        println!("{case:<10} {way:<26} {median:>8.0} {fastest:>8.0} {slow:>8.0} {allocations:>12}");
    }
}
