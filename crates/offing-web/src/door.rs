//! Who may ask? Requests for another host (DNS rebinding), from another page (forged requests) or without the token are
//! turned away before anything is looked at.

use std::net::{IpAddr, SocketAddr};

use axum::http::header::{AUTHORIZATION, COOKIE, HOST, LOCATION, ORIGIN, SET_COOKIE};
use axum::http::{HeaderMap, Method, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use subtle::ConstantTimeEq;

/// A secret that opens the door.
#[derive(Clone)]
pub struct Token(String);

impl Token {
    /// Returns a token that is this text; `None` for one that is too short to be a secret, or that no address can hold.
    pub fn new(text: &str) -> Option<Self> {
        let fine = text.len() >= 16
            && text.len() <= 256
            && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte));
        fine.then(|| Self(text.to_owned()))
    }

    /// Returns whether a text is the token, in a time that does not tell how much of it is right.
    fn is(&self, text: &str) -> bool {
        self.0.as_bytes().ct_eq(text.as_bytes()).into()
    }

    /// Returns its text, to be shown once.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for Token {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Token(…)")
    }
}

/// The door: where it stands, and what opens it.
#[derive(Debug, Clone)]
pub struct Door {
    /// The address that is listened on.
    pub address: SocketAddr,
    /// Names by which others may call it, besides `localhost` and its numbers.
    pub names: Vec<String>,
    /// The token, which an address beyond this machine needs.
    pub token: Option<Token>,
}

impl Door {
    /// Lets a request in, or says with what to turn it away.
    pub(crate) fn check(&self, method: &Method, uri: &Uri, headers: &HeaderMap) -> Result<(), Box<Response>> {
        let Some(host) = host(uri, headers).filter(|host| self.answers_to(host)) else {
            return refuse(StatusCode::MISDIRECTED_REQUEST, "This server does not go by that name.");
        };
        if !from_here(method, host, headers) {
            return refuse(StatusCode::FORBIDDEN, "The request comes from another site.");
        }
        self.check_token(uri, headers)
    }

    /// Returns whether a request may be meant for this server. A name that somebody else's DNS gives is not: numbers
    /// can not be rebound.
    fn answers_to(&self, host: &str) -> bool {
        let name = without_port(host);
        let number = name.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>();
        match number {
            Ok(number) => number.is_loopback() || !self.address.ip().is_loopback(),
            Err(_) => {
                name.eq_ignore_ascii_case("localhost")
                    || self.names.iter().any(|known| known.eq_ignore_ascii_case(name))
            }
        }
    }

    fn check_token(&self, uri: &Uri, headers: &HeaderMap) -> Result<(), Box<Response>> {
        let Some(token) = &self.token else { return Ok(()) };
        if self.given(headers).any(|given| token.is(given)) {
            return if in_query(uri).is_some() {
                Err(Box::new(redirect(without_token(uri), None)))
            } else {
                Ok(())
            };
        }
        match in_query(uri) {
            Some(given) if token.is(given) => {
                let cookie = format!("{}={given}; HttpOnly; SameSite=Strict; Path=/", self.cookie());
                Err(Box::new(redirect(without_token(uri), Some(cookie))))
            }
            _ => refuse(
                StatusCode::UNAUTHORIZED,
                "This server asks for a token. Open the address that was printed when it was started.",
            ),
        }
    }

    /// Returns the tokens that a request brings along.
    fn given<'h>(&self, headers: &'h HeaderMap) -> impl Iterator<Item = &'h str> {
        let bearer =
            headers.get(AUTHORIZATION).and_then(|value| value.to_str().ok()?.strip_prefix("Bearer "));
        let name = self.cookie();
        let cookies = headers.get_all(COOKIE).into_iter().filter_map(|value| value.to_str().ok());
        let cookies = cookies.flat_map(|line| line.split(';'));
        let cookie = cookies.filter_map(move |pair| {
            let (key, value) = pair.trim().split_once('=')?;
            (key == name).then_some(value)
        });
        bearer.into_iter().chain(cookie)
    }

    /// Returns the name of the cookie: browsers tell hosts apart, not ports.
    fn cookie(&self) -> String {
        format!("offing-{}", self.address.port())
    }
}

/// Returns the host a request is for; `None` where it names none, or two.
fn host<'r>(uri: &'r Uri, headers: &'r HeaderMap) -> Option<&'r str> {
    let mut said = headers.get_all(HOST).into_iter();
    let header = said.next()?.to_str().ok()?;
    let in_address = uri.authority().map(|authority| authority.as_str());
    (said.next().is_none() && in_address.is_none_or(|address| address == header)).then_some(header)
}

fn without_port(host: &str) -> &str {
    match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => name,
        _ => host,
    }
}

/// Returns whether a request comes from a page of this server, or from no page at all.
fn from_here(method: &Method, host: &str, headers: &HeaderMap) -> bool {
    let said = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let same_origin = said("sec-fetch-site") == Some("same-origin");
    if let Some(origin) = headers.get(ORIGIN).filter(|origin| !(same_origin && *origin == "null")) {
        let here = origin.to_str().ok().and_then(|origin| origin.split_once("://")).map(|(_, host)| host);
        return here == Some(host);
    }
    let reads = matches!(*method, Method::GET | Method::HEAD);
    match said("sec-fetch-site") {
        // A link on another page may lead here, but no other page may make the server work.
        Some("cross-site" | "same-site") => reads && said("sec-fetch-mode") == Some("navigate"),
        Some(_) => true,
        None => reads,
    }
}

fn in_query(uri: &Uri) -> Option<&str> {
    uri.query()?.split('&').find_map(|pair| pair.strip_prefix("token="))
}

/// Returns the address without the token: it shall stand in no address bar and no history.
fn without_token(uri: &Uri) -> String {
    let kept: Vec<&str> =
        uri.query().unwrap_or_default().split('&').filter(|pair| !pair.starts_with("token=")).collect();
    // More than one slash in front would lead to another host.
    let path = format!("/{}", uri.path().trim_start_matches('/'));
    if kept.is_empty() { path } else { format!("{path}?{}", kept.join("&")) }
}

fn redirect(to: String, cookie: Option<String>) -> Response {
    let mut response = StatusCode::SEE_OTHER.into_response();
    let mut set = |name, value: &str| {
        if let Ok(value) = value.parse() {
            response.headers_mut().insert(name, value);
        }
    };
    set(LOCATION, &to);
    if let Some(cookie) = cookie {
        set(SET_COOKIE, &cookie);
    }
    response
}

fn refuse(status: StatusCode, why: &'static str) -> Result<(), Box<Response>> {
    Err(Box::new((status, why).into_response()))
}

#[cfg(test)]
mod tests;
