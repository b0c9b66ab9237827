//! One text for one value: what digests are taken of.

use serde_json::Value;

/// JSON without white space, members sorted by name: RFC 8785 for the values that entries may hold
/// (strings, integers within ±2⁵³, booleans, null, arrays, objects).
pub fn canonical_json(value: &Value) -> String {
    let mut text = String::new();
    write(value, &mut text);
    text
}

fn write(value: &Value, out: &mut String) {
    match value {
        Value::Array(items) => {
            out.push('[');
            for (position, item) in items.iter().enumerate() {
                if position > 0 {
                    out.push(',');
                }
                write(item, out);
            }
            out.push(']');
        }
        Value::Object(members) => {
            // Sorted here and not by the map: another crate may switch the map's order on.
            let mut names: Vec<&String> = members.keys().collect();
            names.sort_unstable_by(|a, b| a.encode_utf16().cmp(b.encode_utf16()));
            out.push('{');
            for (position, name) in names.into_iter().enumerate() {
                if position > 0 {
                    out.push(',');
                }
                out.push_str(&Value::String(name.clone()).to_string());
                out.push(':');
                write(&members[name], out);
            }
            out.push('}');
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {
            out.push_str(&value.to_string());
        }
    }
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
