//! GeoJSON (RFC 7946) as a table: a feature is a row, its properties and its geometry the columns
//! (ODK XForms, "Secondary instances").

use super::json::{Json, read};
use crate::diagnostic::Message;
use crate::xpath::{Document, DocumentBuilder, Name};

pub(super) fn read_geojson(text: &str) -> Result<Document, Message> {
    let json = read(text)?;
    let collection = json.get("type").and_then(Json::text);
    if collection.as_deref() != Some("FeatureCollection") {
        return Err(message!("a GeoJSON file has to be a FeatureCollection"));
    }
    let mut builder = DocumentBuilder::new();
    let element = |local| Name {
        local,
        ..Name::default()
    };
    builder.start(element("root"));
    for feature in json.get("features").map_or(&[][..], Json::list) {
        builder.start(element("item"));
        if let Some(geometry) = feature.get("geometry").and_then(answer) {
            builder.leaf("geometry", &geometry);
        }
        let id = feature.get("id").and_then(Json::text);
        if let Some(id) = &id {
            builder.leaf("id", id);
        }
        if let Some(Json::Object(properties)) = feature.get("properties") {
            for (name, value) in properties {
                // The feature's own id and place say more than properties of these names.
                let taken = name == "geometry" || (name == "id" && id.is_some());
                if let Some(text) = value.text().filter(|_| !taken) {
                    builder.leaf(name, &text);
                }
            }
        }
        builder.end();
    }
    builder.end();
    Ok(builder.finish())
}

/// A geometry as an answer of type geopoint, geotrace or geoshape.
fn answer(geometry: &Json) -> Option<String> {
    let coordinates = geometry.get("coordinates")?;
    let points = |list: &[Json]| -> Option<String> {
        let points: Option<Vec<String>> = list.iter().map(point).collect();
        points.map(|points| points.join(";"))
    };
    match geometry.get("type")?.text()?.as_str() {
        "Point" => point(coordinates),
        "LineString" => points(coordinates.list()),
        // Of a shape with holes the outline counts.
        "Polygon" => points(coordinates.list().first()?.list()),
        _ => None,
    }
}

/// GeoJSON has longitude first, ODK latitude.
fn point(coordinates: &Json) -> Option<String> {
    let [longitude, latitude, ..] = coordinates.list() else {
        return None;
    };
    Some(format!("{} {} 0 0", latitude.text()?, longitude.text()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn features_are_rows() {
        let text = r#"{"type":"FeatureCollection","features":[
            {"type":"Feature","id":"well-1","geometry":{"type":"Point","coordinates":[121.5,25]},
             "properties":{"id":7,"name":"North well"}},
            {"type":"Feature","geometry":{"type":"LineString","coordinates":[[1,2],[3,4]]},
             "properties":{"id":8}}]}"#;
        let document = read_geojson(text).unwrap();
        let root = document.element().unwrap();
        let rows: Vec<u32> = document.children(root).collect();
        let cell = |row: usize, name: &str| {
            let cell = document.child(rows[row], name).unwrap();
            document.text(cell).into_owned()
        };
        assert_eq!(cell(0, "geometry"), "25 121.5 0 0");
        assert_eq!(
            (cell(0, "id"), cell(1, "id")),
            ("well-1".into(), "8".into())
        );
        assert_eq!(cell(1, "geometry"), "2 1 0 0;4 3 0 0");
        assert!(read_geojson("{}").is_err());
    }
}
