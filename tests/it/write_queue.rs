//! Many concurrent writers: they take turns, and no promise depends on that.

use std::fs;
use std::os::unix::fs::{MetadataExt, symlink};
use std::path::PathBuf;
use std::process::Child;
use std::thread;
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};

use super::common::Sandbox;

/// Within this, everything must have happened.
const LIMIT: Duration = Duration::from_mins(1);

fn queue_file(sandbox: &Sandbox) -> PathBuf {
    sandbox.path().join("coord.db.queue")
}

fn inode(sandbox: &Sandbox) -> Option<u64> {
    queue_file(sandbox).metadata().ok().map(|file| file.ino())
}

/// How many processes stand in the queue, with the one that has the turn.
fn length(sandbox: &Sandbox) -> usize {
    let Some(inode) = inode(sandbox) else {
        return 0;
    };
    let file = format!(":{inode}");
    let locks = fs::read_to_string("/proc/locks").unwrap();
    let ours = locks
        .lines()
        .filter(|line| line.contains("FLOCK") && line.split(' ').any(|word| word.ends_with(&file)));
    ours.count()
}

/// Whether the process has, or waits for, a lock of this kind on any file.
fn stands_in_a_queue(process: u32) -> bool {
    let locks = fs::read_to_string("/proc/locks").unwrap();
    let process = process.to_string();
    let mut flocks = locks.lines().filter(|line| line.contains("FLOCK"));
    flocks.any(|line| line.split_whitespace().any(|word| word == process))
}

fn wait_until(what: &str, mut is_so: impl FnMut() -> bool) {
    let deadline = Instant::now() + LIMIT;
    while !is_so() {
        assert!(Instant::now() < deadline, "{what}");
        thread::sleep(Duration::from_millis(1));
    }
}

/// Starts senders, each when those before it stand in the queue.
fn line_up(sandbox: &Sandbox, subjects: &[String]) -> Vec<Child> {
    let before = length(sandbox);
    let mut senders = Vec::new();
    for subject in subjects {
        senders.push(sandbox.spawn(&format!("msg send -q --to risk --subject {subject}")));
        wait_until("it stands in the queue", || {
            length(sandbox) == before + senders.len()
        });
    }
    senders
}

fn subjects(count: usize) -> Vec<String> {
    (1..=count).map(|number| format!("s{number}")).collect()
}

fn stored(sandbox: &Sandbox) -> Vec<String> {
    let messages = sandbox.json("msg list --to risk --limit 1000");
    let messages = messages.as_array().unwrap().iter().rev();
    messages
        .map(|message| message["subject"].as_str().unwrap().to_owned())
        .collect()
}

fn all_succeed(senders: Vec<Child>) {
    for sender in senders {
        let output = sender.wait_with_output().unwrap();
        let stderr = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(0), "{stderr}");
    }
}

fn pid(child: &Child) -> Pid {
    Pid::from_child(child)
}

#[test]
fn writers_have_their_turn_in_the_order_in_which_they_came() {
    let sandbox = Sandbox::with_database();
    let begun = Instant::now();
    let lock = sandbox.lock();
    let subjects = subjects(8);
    let senders = line_up(&sandbox, &subjects);
    drop(lock);
    all_succeed(senders);
    let took = begun.elapsed();
    let stored = stored(&sandbox);
    assert_eq!(length(&sandbox), 0);
    // On a slow machine they have waited so long that each looks for itself. The sum would
    // be around 21 without an order.
    let place = |subject| stored.iter().position(|stored| stored == subject).unwrap();
    let early = subjects.iter().map(place).enumerate();
    let moved: usize = early.map(|(came, went)| came.abs_diff(went)).sum();
    assert!(
        moved <= 8 || took > Duration::from_millis(400),
        "{took:?}: {stored:?}"
    );
}

#[test]
fn where_nobody_waits_there_is_no_queue() {
    let sandbox = Sandbox::with_database();
    sandbox.send("--to risk --subject x");
    assert!(!queue_file(&sandbox).exists());
}

#[test]
fn a_writer_that_is_stopped_at_its_turn_holds_nobody_up() {
    let sandbox = Sandbox::with_database();
    let lock = sandbox.lock();
    let mut senders = line_up(&sandbox, &subjects(1));
    let stopped = senders.remove(0);
    kill_process(pid(&stopped), Signal::STOP).unwrap();
    let waiting = line_up(
        &sandbox,
        &["w1".to_owned(), "w2".to_owned(), "w3".to_owned()],
    );
    let old = inode(&sandbox);
    drop(lock);
    let begun = Instant::now();
    all_succeed(waiting);
    sandbox.send("--to risk --subject later");
    // Far from the 30 s that they would have waited for the lock.
    assert!(begun.elapsed() < Duration::from_secs(10));
    assert_ne!(inode(&sandbox), old, "there is a new queue");
    kill_process(pid(&stopped), Signal::CONT).unwrap();
    all_succeed(vec![stopped]);
    assert_eq!(stored(&sandbox).len(), 5);
}

#[test]
fn a_writer_that_is_killed_leaves_nothing_behind() {
    let sandbox = Sandbox::with_database();
    let lock = sandbox.lock();
    let mut senders = line_up(&sandbox, &subjects(3));
    let before = files(&sandbox);
    let queue = inode(&sandbox);
    // The one that has the turn, and the one behind it.
    for mut killed in senders.drain(..2) {
        kill_process(pid(&killed), Signal::KILL).unwrap();
        killed.wait().unwrap();
    }
    wait_until("the last one has moved up", || length(&sandbox) == 1);
    drop(lock);
    all_succeed(senders);
    assert_eq!(stored(&sandbox), ["s3"]);
    assert_eq!(files(&sandbox), before);
    assert_eq!((inode(&sandbox), length(&sandbox)), (queue, 0));
}

fn files(sandbox: &Sandbox) -> Vec<String> {
    let entries = fs::read_dir(sandbox.path()).unwrap();
    let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<_> = names.collect();
    names.sort_unstable();
    names
}

#[test]
fn the_deadline_holds_also_in_the_queue() {
    let sandbox = Sandbox::with_database();
    let alone = {
        let _lock = sandbox.lock();
        sandbox.fails(75, "--busy-timeout 400ms msg send --to risk --subject x")
    };
    let lock = sandbox.lock();
    let senders = line_up(&sandbox, &subjects(2));
    let begun = Instant::now();
    let behind = sandbox.fails(75, "--busy-timeout 400ms msg send --to risk --subject x");
    let took = begun.elapsed();
    assert!(took >= Duration::from_millis(400), "{took:?}");
    assert!(took < Duration::from_secs(10), "{took:?}");
    assert_eq!(behind, alone);
    drop(lock);
    all_succeed(senders);
    assert_eq!(stored(&sandbox), ["s1", "s2"]);
}

#[test]
fn a_program_that_knows_no_queue_loses_nothing_and_breaks_nothing() {
    let sandbox = Sandbox::with_database();
    assert_eq!(line_up_and_release(&sandbox), 1);
    let foreign = {
        let connection = sandbox.lock();
        connection.execute_batch("COMMIT").unwrap();
        thread::spawn(move || {
            for round in 0..200 {
                connection
                    .execute_batch(&format!(
                        "BEGIN IMMEDIATE; PRAGMA user_version; UPDATE agent_health
                         SET status_message = '{round}' WHERE false; COMMIT"
                    ))
                    .unwrap();
            }
        })
    };
    for _ in 0..4 {
        let senders = (0..6).map(|_| sandbox.spawn("msg send -q --to risk --subject x"));
        all_succeed(senders.collect());
    }
    foreign.join().unwrap();
    assert_eq!(stored(&sandbox).len(), 25);
    sandbox.ok("db check");
}

/// Has somebody wait once, so that there is a queue.
fn line_up_and_release(sandbox: &Sandbox) -> usize {
    let lock = sandbox.lock();
    let senders = line_up(sandbox, &["first".to_owned()]);
    drop(lock);
    all_succeed(senders);
    stored(sandbox).len()
}

#[test]
fn a_halt_does_not_wait_behind_the_queue() {
    let sandbox = Sandbox::with_database();
    let lock = sandbox.lock();
    let senders = line_up(&sandbox, &subjects(24));
    let mut halt = sandbox.spawn("halt --symbol EURUSD --reason now");
    let descriptors = PathBuf::from(format!("/proc/{}/fd", halt.id()));
    wait_until("the halt has opened the database", || {
        let open = fs::read_dir(&descriptors).into_iter().flatten().flatten();
        let open = open.filter_map(|entry| fs::read_link(entry.path()).ok());
        open.filter(|path| path.ends_with("coord.db-wal")).count() > 0
    });
    assert!(!stands_in_a_queue(halt.id()));
    drop(lock);
    assert!(halt.wait().unwrap().success());
    all_succeed(senders);
    let kinds = sandbox.event_kinds();
    let halted = kinds.iter().position(|kind| kind == "halt.request");
    let sent_before = kinds[..halted.unwrap()]
        .iter()
        .filter(|kind| *kind == "message.send")
        .count();
    assert!(sent_before <= 12, "{kinds:?}");
    assert_eq!(stored(&sandbox).len(), 25, "with the notice of the halt");
}

#[test]
fn a_queue_that_somebody_planted_is_left_alone() {
    let sandbox = Sandbox::with_database();
    let victim = sandbox.path().join("victim");
    fs::write(&victim, "kept").unwrap();
    symlink(&victim, queue_file(&sandbox)).unwrap();
    sandbox.send("--to risk --subject x");
    let lock = sandbox.lock();
    let sender = sandbox.spawn("msg send -q --to risk --subject y");
    sandbox.fails(75, "--busy-timeout 300ms msg send --to risk --subject z");
    drop(lock);
    all_succeed(vec![sender]);
    assert_eq!(stored(&sandbox), ["x", "y"]);
    assert_eq!(fs::read(&victim).unwrap(), b"kept");
    assert!(queue_file(&sandbox).is_symlink());
}
