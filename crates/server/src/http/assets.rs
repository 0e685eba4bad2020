//! The page and its files: from a folder, or built into the binary.

use std::collections::HashMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use axum::body::{Body, Bytes};
use axum::http::header::{
    ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, ETAG, VARY,
};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, Response, StatusCode};
use client_profile::envelope::ErrorCode;
use sha2::{Digest as _, Sha256};
use tokio::sync::{OnceCell, Semaphore};

use super::answer::{Asked, Refusal};
use super::document::{self, Digest};

/// Where the files are.
#[derive(Debug)]
pub enum Source {
    /// Nowhere: there is no page.
    Nowhere,
    /// In a folder, read anew for each request, so that a new build is seen at once.
    Folder(PathBuf),
    /// In the binary.
    #[cfg(feature = "embed")]
    Embedded,
}

/// The files of the page.
#[derive(Debug)]
pub struct Assets {
    source: Source,
    /// The hashes of those that were asked for, by their paths, where files stay the same.
    digests: Option<Mutex<HashMap<String, Digest>>>,
    copies: Copies,
}

/// Compressed copies, by the hash of what they are made of. Each is made once, however many ask for
/// it, and one after the other: it takes a second of a processor and tens of megabytes.
#[derive(Debug)]
struct Copies {
    made: Mutex<HashMap<Digest, Arc<OnceCell<Bytes>>>>,
    turn: Arc<Semaphore>,
}

/// The page's files, when they were built into this binary.
#[cfg(feature = "embed")]
static EMBEDDED: include_dir::Dir<'_> = include_dir::include_dir!("$CARGO_MANIFEST_DIR/../../dist");

/// Where something is to be seen even when there is no page.
const START: &str = "/";

/// What that is.
const NOT_BUILT: &str = include_str!("not_built.html");

/// File name extensions and types. Other files are not served.
const TYPES: [(&str, &str, bool); 14] = [
    // extension, type, whether compressing it helps
    ("html", "text/html; charset=utf-8", true),
    ("js", "text/javascript; charset=utf-8", true),
    ("mjs", "text/javascript; charset=utf-8", true),
    ("css", "text/css; charset=utf-8", true),
    ("wasm", "application/wasm", true),
    ("json", "application/json", true),
    ("txt", "text/plain; charset=utf-8", true),
    ("svg", "image/svg+xml", true),
    ("webmanifest", "application/manifest+json", true),
    ("map", "application/json", true),
    ("png", "image/png", false),
    ("ico", "image/x-icon", false),
    ("webp", "image/webp", false),
    ("woff2", "font/woff2", false),
];

/// Most compressed copies that are kept.
const MAX_COPIES: usize = 256;

impl Assets {
    /// No files.
    pub fn none() -> Self {
        Self::of(Source::Nowhere, None)
    }

    /// The files in `folder`.
    pub fn folder(folder: PathBuf) -> Self {
        Self::of(Source::Folder(folder), None)
    }

    /// The files in the binary.
    #[cfg(feature = "embed")]
    pub fn embedded() -> Self {
        Self::of(Source::Embedded, Some(Mutex::default()))
    }

    fn of(source: Source, digests: Option<Mutex<HashMap<String, Digest>>>) -> Self {
        Self { source, digests, copies: Copies::new() }
    }

    /// Whether there is a page; an error where there is one that cannot be read.
    pub fn has_page(&self) -> io::Result<bool> {
        match &self.source {
            Source::Nowhere => Ok(false),
            Source::Folder(folder) => {
                Ok(found(std::fs::read(folder.join("index.html")))?.is_some())
            }
            #[cfg(feature = "embed")]
            Source::Embedded => Ok(EMBEDDED.contains("index.html")),
        }
    }

    async fn read(&self, path: &str) -> io::Result<Option<Bytes>> {
        match &self.source {
            Source::Nowhere => Ok(None),
            Source::Folder(folder) => found(tokio::fs::read(folder.join(path)).await),
            #[cfg(feature = "embed")]
            Source::Embedded => {
                Ok(EMBEDDED.get_file(path).map(|file| Bytes::from_static(file.contents())))
            }
        }
    }

    /// The hash of the file at `path`, which has these bytes.
    fn digest(&self, path: &str, bytes: &[u8]) -> Digest {
        let digest = || Sha256::digest(bytes).into();
        self.digests.as_ref().map_or_else(digest, |digests| {
            let mut digests = digests.lock().unwrap_or_else(PoisonError::into_inner);
            *digests.entry(path.to_owned()).or_insert_with(digest)
        })
    }

    async fn find(&self, path: &str) -> io::Result<Option<(String, &'static str, bool, Bytes)>> {
        let Some((path, kind, compressible)) = name(path) else { return Ok(None) };
        let bytes = self.read(&path).await?;
        Ok(bytes.map(|bytes| (path, kind, compressible, bytes)))
    }

    /// Whether a GET of the path finds something.
    pub async fn has(&self, path: &str) -> bool {
        path == START || !matches!(self.find(path).await, Ok(None))
    }

    /// The file that the request names.
    pub async fn answer(&self, request: &Parts, asked: &Asked) -> Response<Body> {
        let found = match self.find(request.uri.path()).await {
            Ok(found) => found,
            Err(error) => {
                tracing::error!(%error, "page");
                return asked.failure(Refusal::new(ErrorCode::InternalError));
            }
        };
        let Some((path, kind, compressible, bytes)) = found else {
            return if request.uri.path() == START {
                let mut page = Response::new(Body::from(NOT_BUILT));
                let kind = HeaderValue::from_static("text/html; charset=utf-8");
                page.headers_mut().insert(CONTENT_TYPE, kind);
                page
            } else {
                asked.failure(Refusal::new(ErrorCode::NotFound))
            };
        };
        let digest = self.digest(&path, &bytes);
        let mut response = Response::new(Body::empty());
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(kind));
        headers.insert(CACHE_CONTROL, HeaderValue::from_static(lifetime(&path)));
        let squeeze = compressible && accepts_brotli(&request.headers);
        if compressible {
            headers.insert(VARY, HeaderValue::from_static("accept-encoding"));
        }
        let tag = document::tag(&digest, if squeeze { "-br" } else { "" });
        let known = document::is_known(&request.headers, &tag);
        headers.insert(ETAG, tag);
        if known {
            *response.status_mut() = StatusCode::NOT_MODIFIED;
            return response;
        }
        let copy = if squeeze { self.copies.of(digest, bytes.clone()).await } else { None };
        if copy.is_some() {
            headers.insert(CONTENT_ENCODING, HeaderValue::from_static("br"));
        }
        *response.body_mut() = Body::from(copy.unwrap_or(bytes));
        response
    }

    /// Compresses what there is, so that the first person does not wait for it.
    pub async fn prepare(&self) {
        let paths = match &self.source {
            Source::Nowhere => Vec::new(),
            Source::Folder(folder) => paths_in(folder),
            #[cfg(feature = "embed")]
            Source::Embedded => embedded_paths(&EMBEDDED),
        };
        for path in paths {
            match self.find(&path).await {
                Ok(Some((path, _, true, bytes))) => {
                    self.copies.of(self.digest(&path, &bytes), bytes).await;
                }
                Ok(_) => {}
                // Its name is the folder's own; what is asked for later is not logged.
                Err(error) => tracing::error!(%error, file = %path, "page"),
            }
        }
    }
}

impl Copies {
    fn new() -> Self {
        Self { made: Mutex::default(), turn: Arc::new(Semaphore::new(1)) }
    }

    /// The brotli copy of `bytes`.
    async fn of(&self, digest: Digest, bytes: Bytes) -> Option<Bytes> {
        let copy = {
            let mut made = self.made.lock().unwrap_or_else(PoisonError::into_inner);
            if made.len() >= MAX_COPIES && !made.contains_key(&digest) {
                made.clear();
            }
            made.entry(digest).or_default().clone()
        };
        if let Some(copy) = copy.get() {
            return Some(copy.clone());
        }
        let turn = self.turn.clone();
        // In a task of its own: whoever stops waiting leaves the work to those who still do.
        let making = tokio::spawn(async move {
            let make = || async {
                let _turn = turn.acquire().await.ok()?;
                tokio::task::spawn_blocking(move || brotli(&bytes)).await.ok().map(Bytes::from)
            };
            copy.get_or_try_init(|| async { make().await.ok_or(()) }).await.ok().cloned()
        });
        making.await.ok().flatten()
    }
}

/// The paths of all files in a folder, as they are asked for.
fn paths_in(folder: &Path) -> Vec<String> {
    let mut paths = Vec::new();
    let mut folders = vec![(folder.to_owned(), String::from("/"))];
    while let Some((folder, path)) = folders.pop() {
        for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
            let name = entry.file_name();
            match entry.file_type() {
                Ok(kind) if kind.is_dir() => {
                    folders.push((entry.path(), format!("{path}{}/", name.to_string_lossy())));
                }
                _ => paths.push(format!("{path}{}", name.to_string_lossy())),
            }
        }
    }
    paths
}

#[cfg(feature = "embed")]
fn embedded_paths(folder: &include_dir::Dir<'_>) -> Vec<String> {
    let own = folder.files().map(|file| format!("/{}", file.path().display()));
    own.chain(folder.dirs().flat_map(embedded_paths)).collect()
}

fn brotli(bytes: &[u8]) -> Vec<u8> {
    // A window as large as the file does as much as a larger one, which takes more memory.
    let bits = usize::BITS - bytes.len().saturating_add(15).leading_zeros();
    let lgwin = bits.clamp(10, 22).cast_signed();
    let params = brotli::enc::BrotliEncoderParams { quality: 11, lgwin, ..Default::default() };
    let mut out = Vec::new();
    // Writing to memory does not fail.
    drop(brotli::BrotliCompress(&mut &*bytes, &mut out, &params));
    out
}

/// What was read of a file, if there is one of that name.
fn found(read: io::Result<Vec<u8>>) -> io::Result<Option<Bytes>> {
    use io::ErrorKind::{InvalidFilename, IsADirectory, NotADirectory, NotFound};
    match read {
        Ok(bytes) => Ok(Some(bytes.into())),
        Err(error)
            if [NotFound, NotADirectory, IsADirectory, InvalidFilename].contains(&error.kind()) =>
        {
            Ok(None)
        }
        Err(error) => Err(error),
    }
}

/// The file that a path names: plain segments only, so that nothing leads out of the folder.
fn name(path: &str) -> Option<(String, &'static str, bool)> {
    let path = path.strip_prefix('/')?;
    let path = match path {
        // Only a page that was built for debugging has one.
        "gallery" => "gallery/index.html".to_owned(),
        folder if folder.is_empty() || folder.ends_with('/') => format!("{folder}index.html"),
        file => file.to_owned(),
    };
    let plain = path.split('/').all(|segment| {
        !segment.is_empty()
            && !segment.starts_with('.')
            && segment.bytes().all(|b| b.is_ascii_alphanumeric() || b"._-".contains(&b))
    });
    let (_, extension) = path.rsplit_once('.')?;
    let (_, kind, compressible) = TYPES.into_iter().find(|(known, ..)| *known == extension)?;
    plain.then_some((path, kind, compressible))
}

/// For ever when the name changes with the content (Trunk puts 16 hexadecimal digits into it),
/// else asked for each time.
fn lifetime(path: &str) -> &'static str {
    let hashed = path.split(['-', '.', '_', '/']).any(|part| {
        part.len() == 16 && part.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'))
    });
    if hashed { "public, max-age=31536000, immutable" } else { "no-cache" }
}

fn accepts_brotli(headers: &HeaderMap) -> bool {
    let offers = headers.get_all(ACCEPT_ENCODING).iter().filter_map(|value| value.to_str().ok());
    offers.flat_map(|value| value.split(',')).any(|offer| {
        let mut parts = offer.split(';').map(str::trim);
        let refused = |part: &str| {
            part.strip_prefix("q=").is_some_and(|q| q.parse().is_ok_and(|q: f32| q == 0.0))
        };
        parts.next() == Some("br") && !parts.any(refused)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_leads_out_of_the_folder() {
        for path in [
            "/../Cargo.toml",
            "/a/../../b.js",
            "/.env.js",
            "/a//b.js",
            "/a%2f..%2fb.js",
            "/a\\b.js",
            "//etc/passwd.txt",
            "/x",
            "/x.php",
            "x.js",
        ] {
            assert_eq!(name(path), None, "{path}");
        }
        assert_eq!(name("/").unwrap().0, "index.html");
        assert_eq!(name("/locales/en.json").unwrap().0, "locales/en.json");
    }

    #[test]
    fn only_what_stays_the_same_is_not_hashed_again() {
        let folder = Assets::folder("dist".into());
        assert_ne!(folder.digest("a.js", b"1"), folder.digest("a.js", b"2"));
        let embedded = Assets { digests: Some(Mutex::default()), ..folder };
        assert_eq!(embedded.digest("a.js", b"1"), embedded.digest("a.js", b"2"));
        assert_ne!(embedded.digest("a.js", b"1"), embedded.digest("b.js", b"2"));
    }

    #[tokio::test]
    async fn a_copy_is_made_once_whoever_stops_waiting_for_it() {
        let copies = Copies::new();
        let (digest, bytes) = ([7; 32], Bytes::from("export default 1;".repeat(1_000)));
        let impatient = copies.of(digest, bytes.clone());
        assert!(tokio::time::timeout(std::time::Duration::ZERO, impatient).await.is_err());
        let begun = copies.made.lock().unwrap().get(&digest).unwrap().clone();
        let all = futures_util::future::join_all((0..8).map(|_| copies.of(digest, bytes.clone())));
        for copy in all.await {
            assert_eq!(copy.unwrap().as_ptr(), begun.get().unwrap().as_ptr());
        }
    }

    #[test]
    fn every_file_is_compressed_beforehand() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir_all(folder.path().join("npm/locales")).unwrap();
        let files = ["/index.html", "/npm/index.js", "/npm/locales/de.js"];
        for file in files {
            std::fs::write(folder.path().join(&file[1..]), "1").unwrap();
        }
        let mut found = paths_in(folder.path());
        found.sort();
        assert_eq!(found, files);
    }

    #[test]
    fn only_names_with_a_hash_are_kept_for_ever() {
        assert!(lifetime("client-profile-web-0123456789abcdef_bg.wasm").contains("immutable"));
        assert_eq!(lifetime("boot.js"), "no-cache");
        assert_eq!(lifetime("index.html"), "no-cache");
    }

    #[test]
    fn brotli_is_sent_to_who_takes_it() {
        for (offer, expects) in [
            ("br", true),
            ("gzip, deflate, br;q=0.5", true),
            ("gzip", false),
            ("br;q=0", false),
            ("brotli", false),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(ACCEPT_ENCODING, HeaderValue::from_static(offer));
            assert_eq!(accepts_brotli(&headers), expects, "{offer}");
        }
    }
}
