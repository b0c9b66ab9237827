//! `GET /healthz`.

use crate::server::{client, error, header, on_each_server};

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
fn only_a_name_of_this_machine_is_answered() {
    on_each_server(|server, _| {
        let asked_as = |host: &str| {
            let url = format!("{}/healthz", server.url);
            client().get(url).header("host", host).call().unwrap()
        };
        assert_eq!(
            error(asked_as("survey.example.org")),
            (421, "unknown-host".to_owned())
        );
        assert_eq!(asked_as("localhost:8080").status(), 200);
    });
}
