//! How quickly pages come when many click at once, whether memory grows meanwhile, and how quickly what-ifs are answered.
//!
//! Users are threads, each with a connection of its own, that fetch one page after the other without thinking in
//! between: harder than people are. The server runs as a process of its own, in optimised code.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use clap::Args;
use serde_json::Value;

use crate::tree;

/// How quickly `offing serve` answers many users at once, and whether its memory grows.
#[derive(Args)]
pub struct BenchServe {
    /// The model that is served
    #[arg(long, value_name = "MODEL", default_value = "models/atelier")]
    model: PathBuf,
    /// How many click at once
    #[arg(long, default_value_t = 50)]
    users: usize,
    /// For how many seconds
    #[arg(long, default_value_t = 10)]
    seconds: u64,
    /// How many different what-ifs are asked, one after the other, each worked out anew
    #[arg(long, default_value_t = 100)]
    what_ifs: usize,
    /// What they look at, one page after the other
    #[arg(
        long,
        value_delimiter = ',',
        default_value = "/,/outcomes,/plan,/balance,/landscape,/people,/history,\
        /decisions,/guarantees,/questions,/api/v1/ensure"
    )]
    pages: Vec<String>,
}

impl BenchServe {
    /// Prints how long pages took, and the memory before and after.
    pub fn run(&self) -> Result<()> {
        let mut server = Server::start(&self.model)?;
        server.ready()?;
        println!("load of the machine before: {}", load()?);
        // Every page once, so that nothing has to be worked out while it is measured.
        let mut first = Vec::new();
        if self.pages.iter().any(|page| page == "/balance") {
            server.connect()?.get("/api/v1/balance").context("working out the frontier")?;
        }
        for page in &self.pages {
            let since = Instant::now();
            server.connect()?.get(page).with_context(|| format!("the first {page}"))?;
            first.push((since.elapsed(), page));
        }
        let slowest = first.iter().max().context("no page")?;
        println!("the first time, {} took longest: {:.0} ms", slowest.1, millis(slowest.0));
        self.ask_what_if(&server)?;
        // Until then every thread has its memory.
        self.click(&server, Duration::from_secs(5))?;
        let before = server.memory()?;
        let (times, meanwhile) = std::thread::scope(|scope| {
            let clicking = scope.spawn(|| self.click(&server, Duration::from_secs(self.seconds)));
            std::thread::sleep(Duration::from_secs(self.seconds / 2));
            let meanwhile = server.memory();
            (clicking.join().expect("no user panics"), meanwhile)
        });
        let (times, meanwhile, after) = (times?, meanwhile?, server.memory()?);
        println!(
            "{} users, {} s, {} pages: {:.0} a second",
            self.users,
            self.seconds,
            times.len(),
            times.len() as f64 / self.seconds as f64
        );
        for share in [0.5, 0.9, 0.99, 1.0] {
            println!("P{:<4} {:>8.1} ms", share * 100.0, millis(quantile(&times, share)));
        }
        let [before, meanwhile, after] = [before, meanwhile, after].map(megabytes);
        println!("memory: {before:.1} MB before, {meanwhile:.1} MB at half, {after:.1} MB after");
        println!("load of the machine after: {}", load()?);
        server.end()
    }

    /// Asks what-ifs nobody asked before, and prints how long reach and closing took beside today's.
    fn ask_what_if(&self, server: &Server) -> Result<()> {
        let mut connection = server.connect()?;
        let names: Value = serde_json::from_slice(&connection.get("/api/v1/names")?)?;
        let mut times = Vec::new();
        for what_if in what_ifs(&names).into_iter().take(self.what_ifs) {
            let since = Instant::now();
            connection.get(&format!("/api/v1/changes?{what_if}"))?;
            times.push((since.elapsed(), what_if));
        }
        times.sort_unstable();
        let Some((longest, slowest)) = times.last().cloned() else { return Ok(()) };
        let times: Vec<Duration> = times.into_iter().map(|(time, _)| time).collect();
        println!(
            "{} new what-ifs, reach and closing: P50 {:.0} ms, P99 {:.0} ms; {slowest} took longest, {:.0} ms",
            times.len(),
            millis(quantile(&times, 0.5)),
            millis(quantile(&times, 0.99)),
            millis(longest)
        );
        Ok(())
    }

    /// Lets all users click for a time; returns how long each page took, in order.
    fn click(&self, server: &Server, time: Duration) -> Result<Vec<Duration>> {
        let until = Instant::now() + time;
        let mut times = std::thread::scope(|scope| {
            let users: Vec<_> =
                (0..self.users).map(|user| scope.spawn(move || self.user(server, user, until))).collect();
            let mut all = Vec::new();
            for user in users {
                all.extend(user.join().expect("a user does not panic")?);
            }
            anyhow::Ok(all)
        })?;
        times.sort_unstable();
        ensure!(!times.is_empty(), "no page came");
        Ok(times)
    }

    fn user(&self, server: &Server, user: usize, until: Instant) -> Result<Vec<Duration>> {
        let mut connection = server.connect()?;
        let mut times = Vec::new();
        for page in self.pages.iter().cycle().skip(user) {
            let since = Instant::now();
            if since >= until {
                break;
            }
            connection.get(page)?;
            times.push(since.elapsed());
        }
        Ok(times)
    }
}

/// Returns different what-ifs of all kinds over everything that a model names, mixed.
fn what_ifs(names: &Value) -> Vec<String> {
    let named = |kind: &str| -> Vec<String> {
        let all = names["names"].as_array().into_iter().flatten();
        let of_kind = all.filter(|one| one["kind"] == kind).filter_map(|one| one["name"].as_str());
        of_kind.map(str::to_owned).collect()
    };
    let mut kinds: Vec<Vec<String>> = ["system", "technology", "vendor", "person"]
        .map(|kind| named(kind).iter().map(|name| format!("without={kind}:{name}")).collect())
        .to_vec();
    kinds.extend(
        ["done", "dropped"].map(|key| {
            named("initiative").iter().map(|name| format!("{key}={name}")).collect::<Vec<String>>()
        }),
    );
    kinds.push(
        (1..40)
            .flat_map(|people| named("team").into_iter().map(move |team| format!("team:{team}={people}")))
            .collect(),
    );
    kinds.push(
        (1..40)
            .flat_map(|odds| named("outcome").into_iter().map(move |name| format!("odds:{name}={odds}%25")))
            .collect(),
    );
    let most = kinds.iter().map(Vec::len).max().unwrap_or(0);
    (0..most).flat_map(|at| kinds.iter().filter_map(move |kind| kind.get(at).cloned())).collect()
}

/// Returns how many processes want to run on the machine, over one, five and fifteen minutes.
fn load() -> Result<String> {
    let said = std::fs::read_to_string("/proc/loadavg").context("the load is known on Linux only")?;
    Ok(said.split(' ').take(3).collect::<Vec<_>>().join(" "))
}

/// The server, as a process.
struct Server {
    process: Child,
    host: String,
    record: PathBuf,
}

impl Server {
    fn start(model: &PathBuf) -> Result<Self> {
        let built = Command::new(env!("CARGO"))
            .args(["build", "--quiet", "--release", "--package", "offing"])
            .current_dir(tree::root())
            .status()?;
        ensure!(built.success(), "offing does not build");
        let record = std::env::temp_dir().join(format!("bench-serve-{}", std::process::id()));
        let mut process = Command::new(tree::root().join("target/release/offing"))
            .arg("serve")
            .arg(model)
            .args(["--port", "0", "--record"])
            .arg(record.join("record.sqlite"))
            .stdout(Stdio::piped())
            .spawn()
            .context("starting offing")?;
        let mut said = String::new();
        BufReader::new(process.stdout.take().context("it says nothing")?).read_line(&mut said)?;
        let host = said.trim().split("://").nth(1).context("it says no address")?.trim_end_matches('/');
        Ok(Self { host: host.to_owned(), process, record })
    }

    /// Returns when there is a sound model to be asked about.
    fn ready(&self) -> Result<()> {
        let until = Instant::now() + Duration::from_secs(120);
        while self.connect()?.get("/api/v1/names").is_err() {
            ensure!(Instant::now() < until, "there is no sound model");
            std::thread::sleep(Duration::from_millis(50));
        }
        Ok(())
    }

    fn connect(&self) -> Result<Connection<'_>> {
        let stream = TcpStream::connect(&self.host)?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(Duration::from_secs(120)))?;
        Ok(Connection { host: &self.host, stream: BufReader::new(stream) })
    }

    /// Returns the memory it holds, in bytes, where the system says so.
    fn memory(&self) -> Result<u64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.process.id()))
            .context("memory is known on Linux only")?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).context("no VmRSS")?;
        let kilobytes: u64 = line.trim().trim_end_matches(" kB").trim().parse()?;
        Ok(kilobytes * 1024)
    }

    fn end(&mut self) -> Result<()> {
        self.process.kill()?;
        self.process.wait()?;
        std::fs::remove_dir_all(&self.record)?;
        Ok(())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// A connection that is kept.
struct Connection<'s> {
    host: &'s str,
    stream: BufReader<TcpStream>,
}

impl Connection<'_> {
    /// Fetches a page whole.
    fn get(&mut self, page: &str) -> Result<Vec<u8>> {
        let request = format!("GET {page} HTTP/1.1\r\nhost: {}\r\n\r\n", self.host);
        self.stream.get_mut().write_all(request.as_bytes())?;
        let (mut line, mut length, mut good) = (String::new(), None, false);
        loop {
            line.clear();
            if self.stream.read_line(&mut line)? == 0 {
                bail!("the server hung up");
            }
            let head = line.trim_end().to_ascii_lowercase();
            match head.split_once(": ") {
                _ if head.is_empty() => break,
                Some(("content-length", value)) => length = Some(value.parse::<usize>()?),
                None => good = head.contains(" 200 "),
                Some(_) => {}
            }
        }
        ensure!(good, "{page} is not answered well");
        let mut body = vec![0; length.context("no length")?];
        self.stream.read_exact(&mut body)?;
        Ok(body)
    }
}

fn quantile(sorted: &[Duration], share: f64) -> Duration {
    let at = (share * sorted.len() as f64).ceil() as usize;
    sorted[at.clamp(1, sorted.len()) - 1]
}

fn millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}

fn megabytes(bytes: u64) -> f64 {
    bytes as f64 / 1e6
}
