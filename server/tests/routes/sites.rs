//! `GET /api/v1/sites`.

use ledger::{RecordId, sync::Cursor};
use serde_json::{Value, json};

use crate::{
    device::Device,
    server::{error, header, on_each_server},
};

#[test]
fn each_site_has_its_latest_name_in_each_language() {
    on_each_server(|server, site| {
        let mut device = Device::new(site);
        for (field, value) in [
            ("name:en", "Old"),
            ("name:zh-Hant", "翠湖"),
            ("name:en", "Lake"),
            ("demo", "no"),
        ] {
            device.write_about("site", RecordId(site.0), field, value);
        }
        device.write_about("site", RecordId(device.id.0), "name:en", "Another record");
        server.sync(&Cursor::default(), &device.bundle());
        let mut response = server.get("/api/v1/sites");
        assert_eq!(header(&response, "cache-control"), "no-store");
        let sites: Value =
            serde_json::from_str(&response.body_mut().read_to_string().unwrap()).unwrap();
        let name = json!({"en": "Lake", "zh-Hant": "翠湖"});
        assert_eq!(sites, json!([{"id": site, "name": name, "entries": 5}]));
    });
}

#[test]
fn an_unknown_route_of_the_api_is_an_error_in_json() {
    on_each_server(|server, site| {
        for path in ["/api/v1/nothing", "/api/v2/sites", "/api/"] {
            assert_eq!(
                error(server.get(path)),
                (404, "unknown-route".to_owned()),
                "{path}"
            );
        }
        let wrong = server.get(&format!("/api/v1/sites/{site}/sync"));
        assert_eq!(error(wrong), (405, "wrong-method".to_owned()));
    });
}
