//! One text for one value: what digests are taken of.

use serde::Serialize;
use serde_json::Value;

/// JSON without white space, members sorted by name: RFC 8785 for the values that entries may hold
/// (strings, integers within ±2⁵³, booleans, null, arrays, objects).
pub fn canonical_json(value: &Value) -> String {
    let mut text = Vec::new();
    write(value, &mut text);
    // `serde_json` writes UTF-8 and nothing else.
    String::from_utf8(text).unwrap_or_default()
}

/// The canonical JSON of an object with these members.
pub(crate) fn canonical_members<'a>(
    members: impl Iterator<Item = (&'a String, &'a Value)>,
) -> Vec<u8> {
    let mut text = Vec::with_capacity(1024);
    write_members(members.collect(), &mut text);
    text
}

fn write(value: &Value, out: &mut Vec<u8>) {
    match value {
        Value::Array(items) => {
            out.push(b'[');
            for (position, item) in items.iter().enumerate() {
                if position > 0 {
                    out.push(b',');
                }
                write(item, out);
            }
            out.push(b']');
        }
        Value::Object(members) => write_members(members.iter().collect(), out),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => plain(value, out),
    }
}

fn write_members(mut members: Vec<(&String, &Value)>, out: &mut Vec<u8>) {
    // Sorted here and not by the map: another crate may switch the map's order on.
    members.sort_unstable_by(|(a, _), (b, _)| a.encode_utf16().cmp(b.encode_utf16()));
    out.push(b'{');
    for (position, (name, value)) in members.into_iter().enumerate() {
        if position > 0 {
            out.push(b',');
        }
        plain(name, out);
        out.push(b':');
        write(value, out);
    }
    out.push(b'}');
}

/// Writing to memory does not fail.
fn plain(value: &impl Serialize, out: &mut Vec<u8>) {
    let _ = serde_json::to_writer(out, value);
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn members_are_sorted_at_every_depth_and_nothing_else_changes() {
        let value = json!({"b": [1, {"y": null, "x": "é\n\u{1}"}], "a": true, "10": -3});
        assert_eq!(
            canonical_json(&value),
            r#"{"10":-3,"a":true,"b":[1,{"x":"é\n\u0001","y":null}]}"#
        );
    }
}
