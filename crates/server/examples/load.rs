//! What the benchmark measures with: commits of the file system itself, and changes over HTTP.
//!
//! `load commits FOLDER SECONDS` writes a row at a time, each in a transaction that is on disk
//! before the next. `load put ADDRESS CONNECTIONS SECONDS [RATE]` sends changes of a record with
//! the headers of the variable HEADERS, each connection one after the other; with a rate, at fixed
//! moments, and latency counts from the moment, so that a stall is seen by all that it delays.
//! `load first ADDRESS` writes the record; `load once ADDRESS` prints the statuses of a good change, a bad one and one without a token.

use std::error::Error;
use std::fmt::Write as _;
use std::path::Path;
use std::time::{Duration, Instant};

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::time::sleep_until;

type Failure = Box<dyn Error + Send + Sync>;

/// Rows that are written before commits are counted: more than a log takes before it starts over.
const AT_FIRST: u32 = 5_000;

/// How long a run warms up before it counts.
const WARM_UP: Duration = Duration::from_secs(1);

#[tokio::main]
async fn main() -> Result<(), Failure> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["commits", folder, seconds] => commits(Path::new(folder), span(seconds)?),
        ["first", address] => first(address).await,
        ["once", address] => once(address).await,
        ["put", address, connections, seconds] => {
            put(address, connections.parse()?, span(seconds)?, None).await
        }
        ["put", address, connections, seconds, rate] => {
            put(address, connections.parse()?, span(seconds)?, Some(rate.parse()?)).await
        }
        _ => Err(
            "load commits FOLDER SECONDS | put ADDRESS CONNECTIONS SECONDS [RATE] | first ADDRESS \
             | once ADDRESS"
                .into(),
        ),
    }
}

fn span(seconds: &str) -> Result<Duration, Failure> {
    Ok(Duration::from_secs_f64(seconds.parse()?))
}

fn commits(folder: &Path, time: Duration) -> Result<(), Failure> {
    let database = rusqlite::Connection::open(folder.join("commits.db"))?;
    database.execute_batch(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
         CREATE TABLE record (id INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT;",
    )?;
    let mut insert = database.prepare("INSERT INTO record (text) VALUES (?1)")?;
    let text = body(0);
    // The log grows to its full length first, as a service's has: from then on it is written over,
    // and a commit has no new length of a file to write.
    database.pragma_update(None, "synchronous", "off")?;
    for _ in 0..AT_FIRST {
        insert.execute([&text])?;
    }
    database.pragma_update(None, "synchronous", "full")?;
    let start = Instant::now();
    let mut took = Vec::new();
    while start.elapsed() < time {
        let begun = Instant::now();
        insert.execute([&text])?;
        took.push(begun.elapsed());
    }
    tell(took, start.elapsed())
}

/// A change that differs from the one before it.
fn body(number: u64) -> String {
    format!(
        r#"{{"first_name":"API","last_name":"doge","residence_country":"in","account_opening_reason":"hedging","tax_residence_country":"in","birth_country":"in","tax_identification_number":"UX-{number}","citizen_country":"in","employment_status":"retired","date_of_birth":"1969-09-19","gender":"male","reason":"bench"}}"#
    )
}

fn request(address: &str, headers: &str, body: &str) -> String {
    let mut text = format!("PUT /client/profile HTTP/1.1\r\nHost: {address}\r\n{headers}");
    let length = body.len();
    let _ =
        write!(text, "Content-Type: application/json\r\nContent-Length: {length}\r\n\r\n{body}");
    text
}

/// Sends a request and reads its whole answer; gives the status.
async fn exchange(stream: &mut TcpStream, request: &str) -> Result<u16, Failure> {
    stream.write_all(request.as_bytes()).await?;
    let mut answer = Vec::with_capacity(4096);
    loop {
        if stream.read_buf(&mut answer).await? == 0 {
            return Err("the connection ended".into());
        }
        let Some(head) = answer.windows(4).position(|four| four == b"\r\n\r\n") else { continue };
        let text = std::str::from_utf8(&answer[..head])?.to_ascii_lowercase();
        let length = text.lines().find_map(|line| line.strip_prefix("content-length:"));
        let length: usize = length.ok_or("an answer without a length")?.trim().parse()?;
        if answer.len() >= head + 4 + length {
            return Ok(text.split(' ').nth(1).ok_or("no status")?.parse()?);
        }
    }
}

/// Writes the record that is changed from then on.
async fn first(address: &str) -> Result<(), Failure> {
    let headers = std::env::var("HEADERS")?.replace('|', "\r\n");
    let text = body(0).replace(r#","reason":"bench""#, "");
    let request = request(address, &headers, &text).replacen("PUT", "POST", 1);
    let status = exchange(&mut TcpStream::connect(address).await?, &request).await?;
    if status == 200 {
        Ok(())
    } else {
        Err(format!("the first record was answered {status}").into())
    }
}

async fn once(address: &str) -> Result<(), Failure> {
    let headers = std::env::var("HEADERS")?.replace('|', "\r\n");
    let good = body(1);
    let bad = good.replace("retired", "idle");
    for (headers, body) in [(headers.as_str(), &good), (headers.as_str(), &bad), ("", &good)] {
        let mut stream = TcpStream::connect(address).await?;
        print!("{} ", exchange(&mut stream, &request(address, headers, body)).await?);
    }
    println!();
    Ok(())
}

async fn put(
    address: &str,
    connections: u32,
    time: Duration,
    rate: Option<f64>,
) -> Result<(), Failure> {
    let headers = std::env::var("HEADERS")?.replace('|', "\r\n");
    let start = Instant::now();
    let from = start + WARM_UP;
    let until = from + time;
    let mut tasks = Vec::new();
    for connection in 0..connections {
        let (address, headers) = (address.to_owned(), headers.clone());
        let pace = rate.map(|rate| Duration::from_secs_f64(f64::from(connections) / rate));
        tasks.push(tokio::spawn(async move {
            let mut stream = TcpStream::connect(&address).await?;
            stream.set_nodelay(true)?;
            let mut took = Vec::new();
            // Connections take their turns one after the other within a pace.
            let mut due =
                start + pace.map_or(Duration::ZERO, |pace| pace * connection / connections);
            let mut number = u64::from(connection) << 32;
            loop {
                match pace {
                    Some(_) => sleep_until(due.into()).await,
                    None => due = Instant::now(),
                }
                number += 1;
                let text = request(&address, &headers, &body(number));
                check(exchange(&mut stream, &text).await?)?;
                keep(&mut took, due, from);
                due += pace.unwrap_or_default();
                if Instant::now() >= until {
                    return Ok::<_, Failure>(took);
                }
            }
        }));
    }
    let mut took = Vec::new();
    for task in tasks {
        took.extend(task.await??);
    }
    tell(took, time)
}

/// Prints how many there were a second, and how long they took.
fn tell(mut took: Vec<Duration>, time: Duration) -> Result<(), Failure> {
    took.sort_unstable();
    let at = |share: f64| {
        #[allow(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            clippy::cast_precision_loss,
            reason = "an index into what was counted"
        )]
        let index = (took.len() as f64 * share) as usize;
        took.get(index.min(took.len().saturating_sub(1)))
            .map_or(0.0, |took| took.as_secs_f64() * 1e3)
    };
    let count = u32::try_from(took.len())?;
    println!(
        "{{\"rate\":{:.0},\"p50_ms\":{:.3},\"p99_ms\":{:.2}}}",
        f64::from(count) / time.as_secs_f64(),
        at(0.5),
        at(0.99)
    );
    Ok(())
}

fn check(status: u16) -> Result<(), Failure> {
    if status == 200 { Ok(()) } else { Err(format!("a change was answered {status}").into()) }
}

fn keep(took: &mut Vec<Duration>, due: Instant, from: Instant) {
    if due >= from {
        took.push(due.elapsed());
    }
}
