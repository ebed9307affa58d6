//! How quickly pages come when many click at once, and whether memory grows meanwhile.
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
    #[arg(long, default_value_t = 20)]
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
        self.click(&server, Duration::from_secs(1))?;
        let before = server.memory()?;
        let times = self.click(&server, Duration::from_secs(self.seconds))?;
        let after = server.memory()?;
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
        println!("memory: {:.1} MB before, {:.1} MB after", megabytes(before), megabytes(after));
        server.end()
    }

    /// Asks what-ifs nobody asked before, and prints how long reach and closing took beside today's.
    fn ask_what_if(&self, server: &Server) -> Result<()> {
        let mut times = Vec::new();
        let mut connection = server.connect()?;
        for nth in 0..self.what_ifs {
            let since = Instant::now();
            connection.get(&format!("/api/v1/changes?runway={}+days", 300 + nth))?;
            times.push(since.elapsed());
        }
        times.sort_unstable();
        if let Some(slowest) = times.last() {
            let half = millis(quantile(&times, 0.5));
            println!("{} new what-ifs: P50 {half:.0} ms, slowest {:.0} ms", times.len(), millis(*slowest));
        }
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
    fn get(&mut self, page: &str) -> Result<usize> {
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
        Ok(body.len())
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
