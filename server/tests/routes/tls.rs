//! TLS by flag, and a certificate that is renewed while the server runs.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
    sync::Arc,
    time::{Duration, Instant},
};

use rustls::{
    ClientConfig, RootCertStore,
    crypto::ring,
    pki_types::{CertificateDer, ServerName, pem::PemObject as _},
};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
};
use tokio_rustls::TlsConnector;

use crate::{
    cli::Process,
    engines::{Database, Folder, run},
};

pub(crate) fn file(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/routes/certificates");
    folder.join(name)
}

/// What a client hears that trusts this certificate alone.
fn ask(url: &str, trusted: &str) -> Result<String, String> {
    let address = url.strip_prefix("https://").unwrap();
    let mut roots = RootCertStore::empty();
    let certificate = CertificateDer::from_pem_file(file(trusted)).unwrap();
    roots.add(certificate).unwrap();
    let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    run(async {
        let stream = TcpStream::connect(address).await.unwrap();
        let name = ServerName::try_from("127.0.0.1").unwrap();
        let connecting = TlsConnector::from(Arc::new(config)).connect(name, stream);
        let mut stream = connecting.await.map_err(|error| error.to_string())?;
        let ask = "GET /healthz HTTP/1.1\r\nhost: 127.0.0.1\r\nconnection: close\r\n\r\n";
        stream.write_all(ask.as_bytes()).await.unwrap();
        let mut said = String::new();
        // Some servers hang up without a farewell; what was said counts.
        let _ = stream.read_to_string(&mut said).await;
        Ok(said)
    })
}

fn until(what: &str, mut holds: impl FnMut() -> bool) {
    let began = Instant::now();
    while !holds() {
        assert!(began.elapsed() < Duration::from_secs(10), "{what}");
        std::thread::sleep(Duration::from_millis(50));
    }
}

#[test]
fn a_certificate_is_served_and_renewed_without_a_restart() {
    let (database, folder) = (Database::sqlite(), Folder::new());
    let (chain, key) = (
        folder.path().join("chain.pem"),
        folder.path().join("key.pem"),
    );
    let put = |name: &str| {
        fs::copy(file(&format!("{name}.pem")), &chain).unwrap();
        fs::copy(file(&format!("{name}.key")), &key).unwrap();
    };
    put("first");
    let words = [
        "--tls-cert",
        chain.to_str().unwrap(),
        "--tls-key",
        key.to_str().unwrap(),
    ];
    let server = Process::start(&words, &database);
    let said = ask(&server.url, "first.pem").unwrap();
    assert!(said.starts_with("HTTP/1.1 200 OK"), "{said}");
    assert!(
        said.contains("strict-transport-security: max-age="),
        "{said}"
    );
    assert!(ask(&server.url, "second.pem").is_err());

    let hang_up = || {
        let id = server.child.id().to_string();
        let done = Command::new("kill").args(["-HUP", &id]).status();
        assert!(done.unwrap().success());
    };
    put("second");
    hang_up();
    until("the new one is used", || {
        ask(&server.url, "second.pem").is_ok()
    });
    assert!(ask(&server.url, "first.pem").is_err());

    // Half written: the one before it stays.
    fs::write(&chain, "-----BEGIN CERTIFICATE-----\n").unwrap();
    hang_up();
    assert!(ask(&server.url, "second.pem").is_ok());
    let log = server.terminate();
    assert!(log.contains("the certificate was read again"), "{log}");
}

#[test]
fn a_certificate_that_can_not_be_used_is_named_at_the_start() {
    let database = Database::sqlite();
    let (chain, key) = (file("first.pem"), file("second.key"));
    let words = [
        "serve",
        "--listen",
        "127.0.0.1:0",
        "--tls-cert",
        chain.to_str().unwrap(),
    ];
    let mismatched = [&words[..], &["--tls-key", key.to_str().unwrap()]].concat();
    for (words, says) in [
        (&mismatched[..], "first.pem"),
        (&words[..], "--tls-key"),
        (
            &[&words[..], &["--tls-key", "/nonexistent"]].concat()[..],
            "/nonexistent",
        ),
    ] {
        let output = crate::cli::call(words, &database);
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(!output.status.success() && said.contains(says), "{said}");
    }
}
