//! What a page needs besides itself: style, script and icon, within the binary and served from nowhere else.

/// The style sheet.
pub const STYLE: &str = "offing.css";

/// The script.
pub const SCRIPT: &str = "offing.js";

/// The icon.
pub const ICON: &str = "offing.svg";

/// A file that pages need.
#[derive(Debug, Clone, Copy)]
pub struct Asset {
    /// Its name.
    pub name: &'static str,
    /// Its media type.
    pub media_type: &'static str,
    /// What it holds.
    pub text: &'static str,
}

/// All of them.
pub const ASSETS: [Asset; 3] = [
    Asset { name: STYLE, media_type: "text/css; charset=utf-8", text: include_str!("assets/offing.css") },
    Asset {
        name: SCRIPT,
        media_type: "text/javascript; charset=utf-8",
        text: include_str!("assets/offing.js"),
    },
    Asset { name: ICON, media_type: "image/svg+xml", text: include_str!("assets/offing.svg") },
];

/// Returns the file of a name.
pub fn named(name: &str) -> Option<&'static Asset> {
    ASSETS.iter().find(|asset| asset.name == name)
}

/// Returns what a file holds; nothing where there is none of that name.
pub fn text(name: &str) -> &'static str {
    named(name).map_or("", |asset| asset.text)
}

/// Returns the address of a file: another one whenever it holds something else, so that it may be kept for ever.
pub fn path(name: &str) -> String {
    format!("/assets/{name}?v={:016x}", fingerprint(text(name)))
}

/// Returns a number that stands for a text.
///
/// *Source:* G. Fowler, L. C. Noll, K.-P. Vo, FNV-1a hash (1991), 64 bits.
pub fn fingerprint(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The last line of the authors' test vectors for short texts.
    #[test]
    fn fingerprints_are_as_published() {
        assert_eq!(fingerprint(""), 0xcbf2_9ce4_8422_2325);
        assert_eq!(fingerprint("a"), 0xaf63_dc4c_8601_ec8c);
        assert_eq!(fingerprint("foobar"), 0x8594_4171_f739_67e8);
    }

    #[test]
    fn nothing_is_fetched_from_elsewhere() {
        for asset in ASSETS {
            let elsewhere = ["http:", "https:", "@import", "url(", "//cdn", "eval(", "innerHTML"];
            for way in elsewhere.into_iter().filter(|way| !(asset.name == ICON && *way == "http:")) {
                assert!(!asset.text.contains(way), "{} holds {way}", asset.name);
            }
            assert_eq!(named(asset.name).unwrap().text, asset.text);
        }
        assert!(named("../Cargo.toml").is_none());
    }
}
