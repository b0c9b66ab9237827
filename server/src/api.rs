//! Routes, and what the document of the API says of them. One call registers both, so that there is
//! no route without a description and no description without a route.

use std::{collections::BTreeMap, sync::Arc};

use axum::{
    Router,
    body::Bytes,
    handler::Handler,
    http::header,
    routing::{self, MethodRouter},
};
use schemars::{JsonSchema, Schema, SchemaGenerator, generate::SchemaSettings};
use serde_json::{Map, Value, json};

use crate::app::App;

/// Where the routes are.
pub(crate) const ROOT: &str = "/api/v1";
/// Where the document is, below that.
const DOCUMENT: &str = "/openapi.json";

/// What there is to say of a method of a route.
pub(crate) struct Operation {
    /// What it does, in a sentence.
    pub(crate) summary: &'static str,
    /// What may stand in the query: name, and what it says.
    pub(crate) query: &'static [(&'static str, &'static str)],
    /// What the body of a request is.
    pub(crate) takes: Payload,
    /// What the body of an answer with status 200 is.
    pub(crate) gives: Payload,
    /// Status and code of the problems that only this route has.
    pub(crate) problems: &'static [(u16, &'static str)],
    /// Whether it is answered without a token on every site.
    pub(crate) without_token: bool,
}

impl Operation {
    /// For `..Operation::PLAIN`: nothing in, nothing out, for those who have a token.
    pub(crate) const PLAIN: Self = Self {
        summary: "",
        query: &[],
        takes: Payload::Nothing,
        gives: Payload::Nothing,
        problems: &[],
        without_token: false,
    };
}

/// What a body is.
pub(crate) enum Payload {
    /// There is none.
    Nothing,
    /// JSON of a type: `Payload::Json(shape::<Answer>)`.
    Json(fn(&mut SchemaGenerator) -> Schema),
    /// The same, or the same in another media type for those who ask for it.
    JsonOr(fn(&mut SchemaGenerator) -> Schema, &'static str),
    /// Something else, by its media type.
    Other(&'static str),
}

/// The schema of a type, under its name among the document's components.
pub(crate) fn shape<T: JsonSchema>(generator: &mut SchemaGenerator) -> Schema {
    generator.subschema_for::<T>()
}

/// Routes under `/api/v1` in the making.
pub(crate) struct Api {
    router: Router<Arc<App>>,
    paths: BTreeMap<&'static str, Map<String, Value>>,
    schemas: SchemaGenerator,
}

impl Api {
    pub(crate) fn new() -> Self {
        let settings = SchemaSettings::draft2020_12().with(|settings| {
            settings.definitions_path = "/components/schemas".into();
        });
        Self {
            router: Router::new(),
            paths: BTreeMap::new(),
            schemas: settings.into_generator(),
        }
    }

    pub(crate) fn get<H, T>(self, path: &'static str, handler: H, says: &Operation) -> Self
    where
        H: Handler<T, Arc<App>>,
        T: 'static,
    {
        self.route("get", path, routing::get(handler), says)
    }

    pub(crate) fn post<H, T>(self, path: &'static str, handler: H, says: &Operation) -> Self
    where
        H: Handler<T, Arc<App>>,
        T: 'static,
    {
        self.route("post", path, routing::post(handler), says)
    }

    pub(crate) fn put<H, T>(self, path: &'static str, handler: H, says: &Operation) -> Self
    where
        H: Handler<T, Arc<App>>,
        T: 'static,
    {
        self.route("put", path, routing::put(handler), says)
    }

    pub(crate) fn delete<H, T>(self, path: &'static str, handler: H, says: &Operation) -> Self
    where
        H: Handler<T, Arc<App>>,
        T: 'static,
    {
        self.route("delete", path, routing::delete(handler), says)
    }

    fn route(
        mut self,
        method: &str,
        path: &'static str,
        handler: MethodRouter<Arc<App>>,
        says: &Operation,
    ) -> Self {
        let operation = self.operation(method, path, says);
        let methods = self.paths.entry(path).or_default();
        methods.insert(method.to_owned(), operation);
        self.router = self.router.route(path, handler);
        self
    }

    fn operation(&mut self, method: &str, path: &str, says: &Operation) -> Value {
        let named = |name: &str, place, required, says: &str| {
            json!({"name": name, "in": place, "required": required, "description": says,
                   "schema": {"type": "string"}})
        };
        let places = path.split('/').filter_map(|part| {
            let name = part.strip_prefix('{')?.strip_suffix('}')?;
            Some(named(name, "path", true, "As other answers give it."))
        });
        let queries = says
            .query
            .iter()
            .map(|(name, says)| named(name, "query", false, says));
        let mut operation = json!({
            "operationId": operation_id(method, path),
            "summary": says.summary,
            "parameters": places.chain(queries).collect::<Vec<_>>(),
            "responses": self.responses(says),
        });
        if let Some(content) = self.content(&says.takes) {
            operation["requestBody"] = json!({"required": true, "content": content});
        }
        if says.without_token {
            operation["security"] = json!([]);
        }
        operation
    }

    fn responses(&mut self, says: &Operation) -> Map<String, Value> {
        let mut good = json!({"description": "Done."});
        if let Some(content) = self.content(&says.gives) {
            good["content"] = content;
        }
        let mut problems = BTreeMap::<u16, Vec<&str>>::new();
        let everywhere: &[_] = &[(429, "too-many"), (500, "internal"), (503, "busy")];
        let token: &[_] = if says.without_token {
            &[]
        } else {
            &[(401, "no-token"), (403, "not-allowed")]
        };
        for (status, code) in [everywhere, token, says.problems].concat() {
            problems.entry(status).or_default().push(code);
        }
        let told = problems.into_iter().map(|(status, codes)| {
            let codes: Vec<_> = codes.iter().map(|code| format!("`{code}`")).collect();
            let problem = json!({
                "description": codes.join(", "),
                "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
            });
            (status.to_string(), problem)
        });
        [("200".to_owned(), good)].into_iter().chain(told).collect()
    }

    fn content(&mut self, payload: &Payload) -> Option<Value> {
        match payload {
            Payload::Nothing => None,
            Payload::Json(shape) => {
                let schema = shape(&mut self.schemas);
                Some(json!({"application/json": {"schema": schema}}))
            }
            Payload::JsonOr(shape, media_type) => {
                let schema = shape(&mut self.schemas);
                Some(json!({"application/json": {"schema": schema}, (*media_type): {}}))
            }
            Payload::Other(media_type) => Some(json!({(*media_type): {}})),
        }
    }

    /// The routes, one of which gives the document; and the document.
    pub(crate) fn finish(mut self) -> (Router<Arc<App>>, Bytes) {
        let says = Operation {
            summary: "This document.",
            gives: Payload::Other("application/json"),
            without_token: true,
            ..Operation::PLAIN
        };
        let operation = self.operation("get", DOCUMENT, &says);
        let methods = self.paths.entry(DOCUMENT).or_default();
        methods.insert("get".to_owned(), operation);
        let document = Bytes::from(format!("{:#}\n", self.document()));
        let body = document.clone();
        let give = routing::get(move || {
            let body = body.clone();
            async move { ([(header::CONTENT_TYPE, "application/json")], body) }
        });
        (self.router.route(DOCUMENT, give), document)
    }

    fn document(&mut self) -> Value {
        let mut schemas = self.schemas.take_definitions(true);
        schemas.insert("Problem".to_owned(), problem());
        json!({
            "openapi": "3.1.0",
            "info": {
                "title": "Doorstep",
                "version": env!("CARGO_PKG_VERSION"),
                "description": "What devices and other programs ask a server of Doorstep.",
            },
            "servers": [{"url": ROOT}],
            "security": [{"token": []}],
            "paths": self.paths,
            "components": {
                "schemas": schemas,
                "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
            },
        })
    }
}

/// The answer that is not the one that was asked for.
fn problem() -> Value {
    json!({
        "type": "object",
        "required": ["error"],
        "properties": {"error": {
            "type": "object",
            "required": ["code", "message"],
            "properties": {
                "code": {"type": "string", "description": "For the program: stays the same."},
                "message": {"type": "string", "description": "For the person: a sentence."},
            },
        }},
    })
}

/// `post /sites/{site}/sync` becomes `postSitesSync`.
fn operation_id(method: &str, path: &str) -> String {
    let words = path.split(|c: char| !c.is_ascii_alphanumeric() && c != '{');
    let words = words.filter(|word| !word.is_empty() && !word.starts_with('{'));
    let mut id = method.to_owned();
    for word in words {
        let (first, rest) = word.split_at(1);
        id += &first.to_ascii_uppercase();
        id += rest;
    }
    if path.ends_with('}') {
        id += "One";
    }
    id
}

#[cfg(test)]
mod tests {
    use super::operation_id;
    use crate::app;

    #[test]
    fn an_operation_is_named_after_its_route() {
        assert_eq!(operation_id("post", "/sites/{site}/sync"), "postSitesSync");
        assert_eq!(
            operation_id("get", "/sites/{site}/files/{sha256}"),
            "getSitesFilesOne"
        );
        assert_eq!(operation_id("get", "/openapi.json"), "getOpenapiJson");
    }

    #[test]
    fn the_published_document_is_the_one_of_the_code() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/openapi.json");
        let (_, document) = app::api().finish();
        if std::env::var_os("UPDATE_SNAPSHOTS").is_some() {
            std::fs::write(path, &document).unwrap();
        }
        let published = std::fs::read(path).unwrap();
        assert!(
            published == document,
            "run the tests once with UPDATE_SNAPSHOTS=1"
        );
    }

    #[test]
    fn every_operation_says_what_it_does_and_has_a_name_of_its_own() {
        let (_, document) = app::api().finish();
        let document: serde_json::Value = serde_json::from_slice(&document).unwrap();
        let paths = document["paths"].as_object().unwrap();
        let mut names = std::collections::BTreeSet::new();
        for operation in paths
            .values()
            .flat_map(|methods| methods.as_object().unwrap().values())
        {
            assert!(
                operation["summary"].as_str().unwrap().ends_with('.'),
                "{operation}"
            );
            let name = operation["operationId"].as_str().unwrap();
            assert!(names.insert(name), "two operations are called {name}");
        }
    }
}
