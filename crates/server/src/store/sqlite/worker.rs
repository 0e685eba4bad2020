//! A thread that owns a connection and works through a queue in batches.
//!
//! Whatever waits when the thread is free shares one transaction, and each is answered only after
//! that transaction is on disk. There is no timer: while one batch is being written, the next one
//! gathers by itself. A statement that fails undoes its own job, never its neighbours. A job for
//! whose answer nobody waits any more is not begun: who asked was told that it was not done.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use rusqlite::Connection;
use tokio::sync::{mpsc, oneshot};

use super::migrations;
use super::source::{Access, Source, store_error};
use crate::store::StoreError;

/// Most jobs that wait; further callers wait before the queue.
const QUEUE: usize = 1_024;

/// How long what waits may take when no more work is taken. Then it is dropped: a database that
/// another process holds must not keep this one from ending.
pub const CLOSING: Duration = Duration::from_millis(300);

/// The near end of the queue.
pub struct Worker {
    queue: Mutex<Option<mpsc::Sender<Box<dyn Job>>>>,
    /// Closed when the thread has ended.
    ended: Mutex<Option<oneshot::Receiver<()>>>,
    /// Whether no further job is begun.
    dropped: Arc<AtomicBool>,
}

/// One piece of work, that is answered when its transaction has ended.
trait Job: Send {
    /// Whether it is to be done still.
    fn is_awaited(&self) -> bool;
    fn run(&mut self, connection: &Connection) -> Result<(), rusqlite::Error>;
    fn finish(self: Box<Self>, outcome: Result<(), StoreError>);
}

struct Task<T, F> {
    work: F,
    found: Option<T>,
    /// None when nobody ever waits for it.
    answer: Option<oneshot::Sender<Result<T, StoreError>>>,
}

impl<T, F> Job for Task<T, F>
where
    T: Send,
    F: FnMut(&Connection) -> Result<T, rusqlite::Error> + Send,
{
    fn is_awaited(&self) -> bool {
        self.answer.as_ref().is_none_or(|answer| !answer.is_closed())
    }

    fn run(&mut self, connection: &Connection) -> Result<(), rusqlite::Error> {
        self.found = Some((self.work)(connection)?);
        Ok(())
    }

    fn finish(self: Box<Self>, outcome: Result<(), StoreError>) {
        let Self { found, answer, .. } = *self;
        if let Some(answer) = answer {
            // Who asked may have gone since it was begun; what was done is done.
            drop(answer.send(outcome.and_then(|()| found.ok_or_else(closed))));
        }
    }
}

fn closed() -> StoreError {
    StoreError::Unavailable("it is being closed".into())
}

impl Worker {
    /// Starts a thread of that name that owns `connection`, which came from `source`.
    /// At most `batch` jobs share a transaction.
    pub fn start(
        name: &str,
        source: Source,
        connection: Connection,
        batch: u32,
    ) -> std::io::Result<Self> {
        let (queue, jobs) = mpsc::channel(QUEUE);
        let batch = usize::try_from(batch).unwrap_or(usize::MAX);
        let dropped = Arc::<AtomicBool>::default();
        let bench = Bench { source, connection: Some(connection), batch, dropped: dropped.clone() };
        let (ends, ended) = oneshot::channel::<()>();
        std::thread::Builder::new().name(name.into()).spawn(move || {
            bench.work_through(jobs);
            drop(ends);
        })?;
        Ok(Self { queue: Mutex::new(Some(queue)), ended: Mutex::new(Some(ended)), dropped })
    }

    /// Does `work` in a transaction that it may share, and gives its answer when that has ended.
    pub async fn run<T, F>(&self, work: F) -> Result<T, StoreError>
    where
        T: Send + 'static,
        F: FnMut(&Connection) -> Result<T, rusqlite::Error> + Send + 'static,
    {
        let (answer, result) = oneshot::channel();
        let queue = self.queue().ok_or_else(closed)?;
        let job = Task { work, found: None, answer: Some(answer) };
        queue.send(Box::new(job)).await.map_err(|_| closed())?;
        drop(queue);
        result.await.map_err(|_| closed())?
    }

    /// Does `work` some time, without anybody waiting for it; drops it when the queue is full.
    pub fn run_unseen<F>(&self, mut work: F)
    where
        F: FnMut(&Connection) -> Result<(), rusqlite::Error> + Send + 'static,
    {
        if let Some(queue) = self.queue() {
            let work = move |c: &Connection| work(c);
            drop(queue.try_send(Box::new(Task { work, found: None, answer: None })));
        }
    }

    /// Takes no more work, finishes what waits and ends the thread. What still waits after
    /// [`CLOSING`] is dropped, and the thread ends when the database lets it.
    pub async fn close(&self) {
        drop(self.queue.lock().unwrap_or_else(PoisonError::into_inner).take());
        let ended = self.ended.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(ended) = ended
            && tokio::time::timeout(CLOSING, ended).await.is_err()
        {
            self.dropped.store(true, Ordering::Relaxed);
            tracing::warn!("the database is in use: what waited for it was not done");
        }
    }

    fn queue(&self) -> Option<mpsc::Sender<Box<dyn Job>>> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// The far end: the thread's own things.
struct Bench {
    source: Source,
    /// None after it failed in a way that only a new one mends.
    connection: Option<Connection>,
    batch: usize,
    dropped: Arc<AtomicBool>,
}

impl Bench {
    fn work_through(mut self, mut jobs: mpsc::Receiver<Box<dyn Job>>) {
        while let Some(first) = jobs.blocking_recv() {
            let mut batch = vec![first];
            while batch.len() < self.batch {
                match jobs.try_recv() {
                    Ok(job) => batch.push(job),
                    Err(_) => break,
                }
            }
            // Before the database is waited for, so that nobody waits behind those who have gone.
            keep_awaited(&mut batch, &self.dropped);
            if batch.is_empty() {
                continue;
            }
            let outcomes = self.work(&mut batch);
            for (job, outcome) in batch.into_iter().zip(outcomes) {
                job.finish(outcome);
            }
        }
    }

    /// One outcome for each job that is left of them. Nothing that is `Ok` is less than on disk.
    fn work(&mut self, batch: &mut Vec<Box<dyn Job>>) -> Vec<Result<(), StoreError>> {
        let mut outcomes = Vec::with_capacity(batch.len());
        let dropped = self.dropped.clone();
        let ended = match self.connection() {
            Ok(connection) => transact(connection, batch, &dropped, &mut outcomes),
            Err(error) => Err(error),
        };
        // A file that was moved away took the commit with it.
        let ended = ended.and_then(|()| self.source.is_where_it_was());
        if let Err(error) = ended {
            self.connection = None;
            outcomes = outcomes
                .into_iter()
                .map(|outcome| outcome.and_then(|()| Err(error.clone())))
                .collect();
            outcomes.resize(batch.len(), Err(error));
        }
        outcomes
    }

    fn connection(&mut self) -> Result<&Connection, StoreError> {
        if self.source.is_where_it_was().is_err() {
            self.connection = None;
        }
        match &mut self.connection {
            Some(connection) => Ok(connection),
            none => Ok(none.insert(self.source.open_again(Access::Write)?)),
        }
    }
}

/// Leaves only what is to be done still.
fn keep_awaited(batch: &mut Vec<Box<dyn Job>>, dropped: &AtomicBool) {
    batch.retain(|job| job.is_awaited() && !dropped.load(Ordering::Relaxed));
}

/// Does the jobs that are still awaited in one transaction. An error is one of the whole
/// transaction, of which then nothing stays.
fn transact(
    connection: &Connection,
    batch: &mut Vec<Box<dyn Job>>,
    dropped: &AtomicBool,
    outcomes: &mut Vec<Result<(), StoreError>>,
) -> Result<(), StoreError> {
    while !try_transact(connection, batch, dropped, outcomes)? {
        outcomes.clear();
    }
    Ok(())
}

/// The same, unless somebody goes meanwhile: then nothing is done, and it is to be tried again
/// without them. Only who goes while the disk is waited for does not learn that it was done.
fn try_transact(
    connection: &Connection,
    batch: &mut Vec<Box<dyn Job>>,
    dropped: &AtomicBool,
    outcomes: &mut Vec<Result<(), StoreError>>,
) -> Result<bool, StoreError> {
    let say = |statement: &str| {
        connection
            .prepare_cached(statement)
            .and_then(|mut statement| statement.execute([]))
            .map_err(|error| store_error(&error))
    };
    say("BEGIN IMMEDIATE")?;
    // A later release may have brought the tables further since they were opened.
    let version = migrations::version(connection).map_err(|error| store_error(&error))?;
    migrations::is_known(version).map_err(|error| StoreError::Internal(error.to_string()))?;
    // Again: another process's lock may have been waited for longer than an asker waits.
    keep_awaited(batch, dropped);
    // A job that is alone needs no mark to go back to.
    let alone = batch.len() == 1;
    for job in batch.iter_mut() {
        if !alone {
            say("SAVEPOINT job")?;
        }
        let outcome = job.run(connection).map_err(|error| store_error(&error));
        if let Err(error) = &outcome {
            // Some failures (a full disk) end the whole transaction by themselves.
            if connection.is_autocommit() {
                return Err(error.clone());
            }
            say(if alone { "ROLLBACK" } else { "ROLLBACK TO job" })?;
        }
        if !alone {
            say("RELEASE job")?;
        }
        outcomes.push(outcome);
    }
    // Gone back is ended.
    if connection.is_autocommit() {
        return Ok(true);
    }
    if !batch.iter().all(|job| job.is_awaited()) {
        return say("ROLLBACK").map(|_| false);
    }
    say("COMMIT").map(|_| true).inspect_err(|_| {
        if !connection.is_autocommit() {
            drop(say("ROLLBACK"));
        }
    })
}

#[cfg(test)]
mod tests {
    use tokio::task::JoinHandle;

    use super::*;

    /// A worker on a table `t` of a new database.
    fn worker(folder: &tempfile::TempDir, table: &str) -> (Arc<Worker>, Source) {
        let source = Source::create(&folder.path().join("a.db")).unwrap();
        let connection = source.open(Access::Write).unwrap();
        connection.execute_batch(table).unwrap();
        (Arc::new(Worker::start("test", source.clone(), connection, 128).unwrap()), source)
    }

    /// A job that runs until it is let go: while it does, others gather in the queue.
    async fn hold(worker: &Arc<Worker>) -> (std::sync::mpsc::Sender<()>, JoinHandle<()>) {
        let (let_go, held) = std::sync::mpsc::channel::<()>();
        let (runs, is_held) = oneshot::channel();
        let mut runs = Some(runs);
        let worker = worker.clone();
        let held = tokio::spawn(async move {
            let job = move |_: &Connection| {
                if let Some(runs) = runs.take() {
                    runs.send(()).unwrap();
                    held.recv().unwrap();
                }
                Ok(())
            };
            worker.run(job).await.unwrap();
        });
        is_held.await.unwrap();
        (let_go, held)
    }

    /// Waits until that many jobs wait.
    async fn waiting(worker: &Worker, jobs: usize) {
        while worker.queue().is_some_and(|queue| queue.max_capacity() - queue.capacity() < jobs) {
            tokio::task::yield_now().await;
        }
    }

    fn count(connection: &Connection) -> Result<i64, rusqlite::Error> {
        connection.query_row("SELECT count(*) FROM t", [], |row| row.get(0))
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn a_statement_that_fails_undoes_its_own_job_and_no_other() {
        let folder = tempfile::tempdir().unwrap();
        let table = "CREATE TABLE t (n INTEGER PRIMARY KEY) STRICT; INSERT INTO t VALUES (-1)";
        let (worker, source) = worker(&folder, table);
        let (let_go, first) = hold(&worker).await;
        let jobs: Vec<_> = (0..20)
            .map(|number| {
                let worker = worker.clone();
                tokio::spawn(async move {
                    let job = move |c: &Connection| {
                        c.execute("INSERT INTO t VALUES (?1)", [number * 2])?;
                        // Every fifth job fails at its second statement: -1 is there.
                        let second = if number % 5 == 4 { -1 } else { number * 2 + 1 };
                        c.execute("INSERT INTO t VALUES (?1)", [second]).map(drop)
                    };
                    worker.run(job).await
                })
            })
            .collect();
        waiting(&worker, 20).await;
        let_go.send(()).unwrap();
        first.await.unwrap();
        let mut failed = 0;
        for job in jobs {
            match job.await.unwrap() {
                Ok(()) => {}
                Err(StoreError::Internal(_)) => failed += 1,
                Err(other) => panic!("{other}"),
            }
        }
        assert_eq!(failed, 4);
        assert_eq!(worker.run(count).await, Ok(33));
        // One that is alone goes back as well, and the next one is not its worse for it.
        let alone = worker.run(|c| {
            c.execute("INSERT INTO t VALUES (1000)", [])?;
            c.execute("INSERT INTO t VALUES (-1)", []).map(drop)
        });
        assert!(matches!(alone.await, Err(StoreError::Internal(_))));
        assert_eq!(worker.run(count).await, Ok(33));
        worker.close().await;
        assert!(worker.run(count).await.is_err());
        assert_eq!(count(&source.open(Access::Read).unwrap()), Ok(33));
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn what_nobody_waits_for_any_more_is_not_written() {
        let folder = tempfile::tempdir().unwrap();
        let (worker, _) = worker(&folder, "CREATE TABLE t (n INTEGER PRIMARY KEY) STRICT");
        let insert = |number: i64| {
            let worker = worker.clone();
            let job = move |c: &Connection| c.execute("INSERT INTO t VALUES (?1)", [number]);
            tokio::spawn(async move { worker.run(job).await })
        };
        let (let_go, first) = hold(&worker).await;
        // One whose asker goes while it waits, one whose asker goes while its transaction runs,
        // and one whose asker stays.
        let waits = insert(1);
        waiting(&worker, 1).await;
        let runs = insert(2);
        waiting(&worker, 2).await;
        let stays = insert(3);
        waiting(&worker, 3).await;
        let (begun, has_begun) = oneshot::channel();
        let (go_on, may_go_on) = std::sync::mpsc::channel::<()>();
        let mut begun = Some(begun);
        let last = worker.clone();
        let last = tokio::spawn(async move {
            let job = move |_: &Connection| {
                if let Some(begun) = begun.take() {
                    begun.send(()).unwrap();
                    may_go_on.recv().unwrap();
                }
                Ok(())
            };
            last.run(job).await
        });
        waiting(&worker, 4).await;
        waits.abort();
        assert!(waits.await.unwrap_err().is_cancelled());
        let_go.send(()).unwrap();
        has_begun.await.unwrap();
        runs.abort();
        assert!(runs.await.unwrap_err().is_cancelled());
        go_on.send(()).unwrap();
        for done in [first.await.is_ok(), last.await.is_ok(), stays.await.unwrap() == Ok(1)] {
            assert!(done);
        }
        let written = |c: &Connection| c.query_row("SELECT sum(n) FROM t", [], |row| row.get(0));
        assert_eq!(worker.run(written).await, Ok(3_i64));
    }
}
