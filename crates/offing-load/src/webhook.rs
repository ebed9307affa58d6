//! Telling somebody else: one message posted to an address.

use std::io::ErrorKind;
use std::time::Duration;

use ureq::{Agent, Error, Timeout};

/// How long a message may take to be taken.
const PATIENCE: Duration = Duration::from_secs(20);

/// What became of a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Posted {
    /// It was taken.
    Taken,
    /// It was certainly not taken, and may be later.
    NotYet(String),
    /// It was turned away for good.
    Refused(String),
    /// It was sent, and nobody can say whether it was taken.
    InDoubt(String),
}

/// Posts JSON to an address; `key` tells the receiver which message it is, should it ever see it twice. Redirects are
/// not followed.
pub fn post(address: &str, key: &str, json: &str) -> Posted {
    let agent: Agent = Agent::config_builder()
        .timeout_global(Some(PATIENCE))
        .timeout_connect(Some(PATIENCE / 2))
        .max_redirects(0)
        .max_redirects_will_error(false)
        .http_status_as_error(false)
        .user_agent(concat!("offing/", env!("CARGO_PKG_VERSION")))
        .build()
        .into();
    let request =
        agent.post(address).header("content-type", "application/json").header("idempotency-key", key);
    match request.send(json) {
        Ok(response) => by_status(response.status().as_u16()),
        Err(error) => by_error(&error),
    }
}

fn by_status(status: u16) -> Posted {
    let said = format!("the receiver said {status}");
    match status {
        200..=299 => Posted::Taken,
        408 | 425 | 429 | 500..=599 => Posted::NotYet(said),
        _ => Posted::Refused(said),
    }
}

/// Returns what an error says about the message. The address is left out: it may hold a secret.
fn by_error(error: &Error) -> Posted {
    let not_yet = |why: &str| Posted::NotYet(why.to_owned());
    match error {
        Error::HostNotFound => not_yet("the receiver's name is not known"),
        Error::ConnectionFailed => not_yet("no connection"),
        Error::Timeout(Timeout::Resolve | Timeout::Connect) => not_yet("no connection in time"),
        Error::Rustls(_) | Error::Tls(_) => not_yet("no connection that can be trusted"),
        Error::BadUri(_) | Error::Http(_) => {
            Posted::Refused("the address is no address of the web".to_owned())
        }
        Error::Io(error) => match error.kind() {
            ErrorKind::ConnectionRefused
            | ErrorKind::HostUnreachable
            | ErrorKind::NetworkUnreachable
            | ErrorKind::NetworkDown
            | ErrorKind::AddrNotAvailable => not_yet("no connection"),
            _ => Posted::InDoubt("the connection broke".to_owned()),
        },
        _ => Posted::InDoubt("no answer came".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::{BufRead, BufReader, Read, Write};
    use std::net::TcpListener;
    use std::thread;

    /// Returns an address that answers once with these bytes, and what it was sent.
    fn answering(with: &'static str) -> (String, thread::JoinHandle<String>) {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}/hook", listener.local_addr().unwrap());
        let thread = thread::spawn(move || {
            let (mut stream, _) = listener.accept().unwrap();
            let mut reader = BufReader::new(stream.try_clone().unwrap());
            let (mut sent, mut length) = (String::new(), 0);
            loop {
                let mut line = String::new();
                reader.read_line(&mut line).unwrap();
                if let Some(value) = line.to_ascii_lowercase().strip_prefix("content-length:") {
                    length = value.trim().parse().unwrap();
                }
                sent.push_str(&line);
                if line == "\r\n" {
                    break;
                }
            }
            let mut body = vec![0; length];
            reader.read_exact(&mut body).unwrap();
            sent.push_str(&String::from_utf8(body).unwrap());
            stream.write_all(with.as_bytes()).unwrap();
            sent
        });
        (address, thread)
    }

    #[test]
    fn what_the_receiver_says_decides() {
        let (address, sent) = answering("HTTP/1.1 204 No Content\r\n\r\n");
        assert_eq!(post(&address, "event-1", "{\"text\":\"hi\"}"), Posted::Taken);
        let sent = sent.join().unwrap();
        assert!(sent.starts_with("POST /hook HTTP/1.1\r\n") && sent.ends_with("{\"text\":\"hi\"}"), "{sent}");
        assert!(sent.contains("idempotency-key: event-1\r\n"), "{sent}");
        let (address, _) = answering("HTTP/1.1 503 No\r\ncontent-length: 0\r\n\r\n");
        assert!(matches!(post(&address, "1", "{}"), Posted::NotYet(_)));
        let (address, _) = answering("HTTP/1.1 404 No\r\ncontent-length: 0\r\n\r\n");
        assert!(matches!(post(&address, "1", "{}"), Posted::Refused(_)));
        let (address, _) =
            answering("HTTP/1.1 302 Found\r\nlocation: http://127.0.0.1:1/\r\ncontent-length: 0\r\n\r\n");
        assert!(matches!(post(&address, "1", "{}"), Posted::Refused(_)), "nothing is sent on");
    }

    #[test]
    fn what_nobody_took_may_be_sent_again_and_what_is_in_doubt_may_not() {
        let closed = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
        assert!(matches!(post(&format!("http://{closed}/"), "1", "{}"), Posted::NotYet(_)));
        let (address, _) = answering("");
        assert!(matches!(post(&address, "1", "{}"), Posted::InDoubt(_)));
        assert!(matches!(post("no address", "1", "{}"), Posted::Refused(_)));
    }
}
