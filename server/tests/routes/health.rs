//! `GET /healthz`, `GET /readyz`, `GET /metrics`.

use ledger::sync::Cursor;

use crate::{
    device::Device,
    engines::databases,
    server::{Server, client, error, header, on_each_server, settings, with_site},
};

#[test]
fn a_server_that_can_work_says_so() {
    on_each_server(|server, _| {
        let mut response = server.get("/healthz");
        assert_eq!(response.status(), 200);
        assert_eq!(header(&response, "cache-control"), "no-store");
        let version = env!("CARGO_PKG_VERSION");
        let body = response.body_mut().read_to_string().unwrap();
        assert_eq!(body, format!(r#"{{"status":"ok","version":"{version}"}}"#));
    });
}

#[test]
fn an_open_site_is_shown_only_under_a_name_of_this_machine() {
    on_each_server(|server, site| {
        let asked_as = |host: &str| {
            let url = format!("{}/api/v1/sites/{site}/me", server.url);
            client().get(url).header("host", host).call().unwrap()
        };
        assert_eq!(
            error(asked_as("survey.example.org")),
            (421, "unknown-host".to_owned())
        );
        assert_eq!(asked_as("localhost:8080").status(), 200);
    });
}

#[test]
fn a_server_without_its_database_lives_but_is_not_ready() {
    for database in databases() {
        let server = Server::of(&database);
        assert_eq!(server.get("/readyz").status(), 200);
        crate::engines::run(database.execute("ALTER TABLE meta RENAME TO gone"));
        assert_eq!(error(server.get("/readyz")), (500, "internal".to_owned()));
        assert_eq!(server.get("/healthz").status(), 200);
    }
}

#[test]
fn numbers_are_given_on_an_address_of_their_own_and_name_nobody() {
    for database in databases() {
        let site = with_site(&database);
        let mut settings = settings(database.location());
        settings.metrics = Some("127.0.0.1:0".parse().unwrap());
        let server = Server::start(settings);
        let mut device = Device::new(site);
        server.sync(&Cursor::default(), &device.write(3).bundle());
        server.get(&format!("/api/v1/sites/{site}/files/x"));
        assert_ne!(server.get("/metrics").status(), 200);

        let url = format!("{}/metrics", server.metrics.as_ref().unwrap());
        let mut response = client().get(url).call().unwrap();
        let kind = header(&response, "content-type").to_owned();
        assert_eq!(kind, "text/plain; version=0.0.4; charset=utf-8");
        let text = response.body_mut().read_to_string().unwrap();
        for line in [
            r#"doorstep_requests_total{method="POST",route="/api/v1/sites/{site}/sync",status="200"} 1"#,
            r#"doorstep_requests_total{method="GET",route="/api/v1/sites/{site}/files/{sha256}",status="404"} 1"#,
            "doorstep_entries_in_total 3",
            "doorstep_database_up 1",
            "doorstep_sites 1",
            "doorstep_entries 3",
            "doorstep_files 0",
        ] {
            assert!(text.lines().any(|found| found == line), "{line}\n{text}");
        }
        for secret in [
            site.to_string(),
            device.id.to_string(),
            "127.0.0.1".to_owned(),
        ] {
            assert!(!text.contains(&secret), "{text}");
        }
    }
}
