use super::*;

const SECRET: &str = "0123456789abcdef0123";

fn door(address: &str, token: bool) -> Door {
    Door {
        address: address.parse().unwrap(),
        names: vec!["offing.example".to_owned()],
        token: token.then(|| Token::new(SECRET).unwrap()),
    }
}

/// Returns the status with which a request is turned away, or 200.
fn status(door: &Door, method: &str, uri: &str, headers: &[(&str, &str)]) -> u16 {
    ask(door, method, uri, headers).map_or_else(|response| response.status().as_u16(), |()| 200)
}

fn ask(door: &Door, method: &str, uri: &str, headers: &[(&str, &str)]) -> Result<(), Box<Response>> {
    let mut map = HeaderMap::new();
    for (name, value) in headers {
        map.append(name.parse::<axum::http::HeaderName>().unwrap(), value.parse().unwrap());
    }
    door.check(&method.parse().unwrap(), &uri.parse().unwrap(), &map)
}

#[test]
fn only_its_own_names_are_answered() {
    let local = door("127.0.0.1:6464", false);
    for host in
        ["localhost:6464", "127.0.0.1:6464", "[::1]:6464", "LOCALHOST", "offing.example", "localhost:80"]
    {
        assert_eq!(status(&local, "GET", "/", &[("host", host)]), 200, "{host}");
    }
    for host in
        ["evil.example:6464", "localhost.evil.example", "10.0.0.7:6464", "", "localhost:6464@evil.example"]
    {
        assert_eq!(status(&local, "GET", "/", &[("host", host)]), 421, "{host}");
    }
    assert_eq!(status(&local, "GET", "/", &[]), 421, "no host at all");
    assert_eq!(status(&local, "GET", "/", &[("host", "localhost"), ("host", "evil.example")]), 421);
    assert_eq!(status(&local, "GET", "http://evil.example/", &[("host", "localhost")]), 421);
    let wide = door("0.0.0.0:6464", true);
    let bearer = ("authorization", "Bearer 0123456789abcdef0123");
    assert_eq!(status(&wide, "GET", "/", &[("host", "10.0.0.7:6464"), bearer]), 200);
    assert_eq!(status(&wide, "GET", "/", &[("host", "evil.example"), bearer]), 421, "a rebound name");
}

#[test]
fn other_sites_can_neither_write_nor_make_it_work() {
    let door = door("127.0.0.1:6464", false);
    let host = ("host", "localhost:6464");
    let from =
        |method: &str, more: &[(&str, &str)]| status(&door, method, "/change", &[&[host], more].concat());
    assert_eq!(from("POST", &[("origin", "http://localhost:6464")]), 200);
    assert_eq!(from("POST", &[("origin", "http://localhost:8080")]), 403, "another port is another site");
    assert_eq!(from("POST", &[("origin", "http://evil.example")]), 403);
    assert_eq!(from("POST", &[("origin", "null")]), 403);
    assert_eq!(
        from("POST", &[("origin", "null"), ("sec-fetch-site", "same-origin")]),
        200,
        "a page that hides it"
    );
    assert_eq!(from("POST", &[("origin", "null"), ("sec-fetch-site", "cross-site")]), 403);
    assert_eq!(from("POST", &[]), 403, "a form always says where it comes from");
    assert_eq!(from("POST", &[("sec-fetch-site", "same-origin")]), 200);
    assert_eq!(from("POST", &[("sec-fetch-site", "cross-site"), ("sec-fetch-mode", "navigate")]), 403);
    assert_eq!(from("GET", &[("origin", "http://evil.example")]), 403);
    assert_eq!(from("GET", &[("sec-fetch-site", "cross-site"), ("sec-fetch-mode", "no-cors")]), 403);
    assert_eq!(from("GET", &[("sec-fetch-site", "cross-site"), ("sec-fetch-mode", "navigate")]), 200);
}

#[test]
fn the_token_is_asked_for_and_leaves_the_address_at_once() {
    let door = door("0.0.0.0:6464", true);
    let host = ("host", "192.168.1.5:6464");
    assert_eq!(status(&door, "GET", "/plan", &[host]), 401);
    assert_eq!(status(&door, "GET", "/plan?token=wrong", &[host]), 401);
    assert_eq!(status(&door, "GET", "/plan", &[host, ("cookie", "offing-6464=wrong")]), 401);
    let uri = format!("/plan?a=1&token={SECRET}&b=2");
    let response = ask(&door, "GET", &uri, &[host]).unwrap_err();
    assert_eq!(response.status(), 303);
    let header = |name: &str| response.headers()[name].to_str().unwrap().to_owned();
    assert_eq!(header("location"), "/plan?a=1&b=2");
    assert_eq!(header("set-cookie"), format!("offing-6464={SECRET}; HttpOnly; SameSite=Strict; Path=/"));
    let cookie = format!("other=1; offing-6464={SECRET}");
    assert_eq!(status(&door, "GET", "/plan", &[host, ("cookie", &cookie)]), 200);
    assert_eq!(status(&door, "GET", &uri, &[host, ("cookie", &cookie)]), 303, "out of the address again");
    let bearer = format!("Bearer {SECRET}");
    assert_eq!(status(&door, "GET", "/api/v1/ensure", &[host, ("authorization", &bearer)]), 200);
}

#[test]
fn the_redirect_stays_here() {
    let door = door("0.0.0.0:6464", true);
    let response = ask(&door, "GET", &format!("//evil.example/?token={SECRET}"), &[("host", "10.0.0.1")]);
    let response = response.unwrap_err();
    assert_eq!(response.headers().get("location").unwrap(), "/evil.example/");
}

#[test]
fn a_token_is_no_short_word_and_is_not_shown() {
    assert!(Token::new("short").is_none() && Token::new("with spaces 0123456789").is_none());
    assert_eq!(format!("{:?}", Token::new(SECRET).unwrap()), "Token(…)");
}
