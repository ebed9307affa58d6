//! Listening, answering, and ending without losing anything.

use std::net::TcpListener;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use tokio::signal;
use tokio::sync::{Semaphore, watch};

use crate::router::{App, Config, Hooks, router};
use crate::shown::Shown;

/// How many connections are held at once.
const MOST_CONNECTIONS: usize = 512;

/// How long a request may take to say what it wants.
const HEAD_PATIENCE: Duration = Duration::from_secs(10);

/// How long answers under way have to end when the server ends. Writing to disk is waited for in any case.
const GRACE: Duration = Duration::from_secs(5);

/// Why there is no server.
#[derive(Debug)]
pub enum ServeError {
    /// The system gives no threads, no signals or no connections.
    System(std::io::Error),
}

impl std::fmt::Display for ServeError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            ServeError::System(error) => write!(f, "the server can not run: {error}"),
        }
    }
}

impl std::error::Error for ServeError {}

impl From<std::io::Error> for ServeError {
    fn from(error: std::io::Error) -> Self {
        ServeError::System(error)
    }
}

/// Answers whoever comes to a listener, until the process is asked to end (SIGINT, SIGTERM); then ends what is under
/// way and returns.
///
/// *Errors:* the system gives no threads or no signals.
pub fn serve(
    listener: TcpListener,
    config: Config,
    hooks: Hooks,
    shown: watch::Receiver<Shown>,
) -> Result<(), ServeError> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let done = runtime.block_on(answer(listener, config, hooks, shown));
    // A search that nobody waits for any more does not hold the end up; whoever saves was waited for.
    runtime.shutdown_timeout(Duration::from_millis(100));
    done
}

async fn answer(
    listener: TcpListener,
    config: Config,
    hooks: Hooks,
    shown: watch::Receiver<Shown>,
) -> Result<(), ServeError> {
    listener.set_nonblocking(true)?;
    let listener = tokio::net::TcpListener::from_std(listener)?;
    let ending = watch::Sender::new(false);
    let app = App::new(config, hooks, shown, ending.subscribe());
    let service = TowerToHyperService::new(router(&app));
    let mut http = hyper::server::conn::http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(HEAD_PATIENCE).max_buf_size(64 << 10);
    let connections = Arc::new(Semaphore::new(MOST_CONNECTIONS));
    let graceful = GracefulShutdown::new();
    let mut end = pin!(asked_to_end()?);
    loop {
        let permit = Arc::clone(&connections).acquire_owned();
        let (stream, permit) = tokio::select! {
            () = &mut end => break,
            accepted = async { (permit.await, listener.accept().await) } => match accepted {
                (Ok(permit), Ok((stream, _))) => (stream, permit),
                // Out of descriptors, or the other side has gone already: let others end first.
                _ => {
                    tokio::time::sleep(Duration::from_millis(50)).await;
                    continue;
                }
            },
        };
        let _ = stream.set_nodelay(true);
        let connection = graceful.watch(http.serve_connection(TokioIo::new(stream), service.clone()));
        tokio::spawn(async move {
            let _permit = permit;
            // A connection that breaks is the business of the other side.
            let _ = connection.await;
        });
    }
    drop(listener);
    ending.send_replace(true);
    let _ = tokio::time::timeout(GRACE, graceful.shutdown()).await;
    app.saved().await;
    Ok(())
}

/// Returns when the process is asked to end.
#[cfg(unix)]
fn asked_to_end() -> std::io::Result<impl Future<Output = ()>> {
    use signal::unix::{SignalKind, signal};
    let (mut interrupt, mut terminate) = (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    })
}

/// Returns when the process is asked to end.
#[cfg(not(unix))]
fn asked_to_end() -> std::io::Result<impl Future<Output = ()>> {
    Ok(async {
        let _ = signal::ctrl_c().await;
    })
}
