//! What the settings of a form say beyond its name: how it is sent, and to whom.

/// Settings that an app or a server acts on; nothing in the engine depends on them.
#[non_exhaustive]
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Settings {
    /// The setting `public_key`: responses are to be encrypted for it (base64 of an RSA key).
    pub public_key: Option<String>,
    /// The setting `submission_url`: where responses go instead of where the form came from.
    pub submission_url: Option<String>,
    /// The setting `auto_send`.
    pub auto_send: Option<bool>,
    /// The setting `auto_delete`.
    pub auto_delete: Option<bool>,
    /// The setting `client_editable`: whether a sent response can be changed on the device.
    pub client_editable: bool,
    /// The setting `allow_choice_duplicates`.
    pub allow_choice_duplicates: bool,
    /// `prefix` and address of the setting `namespaces`.
    pub namespaces: Vec<(String, String)>,
    /// The columns `attribute::name`: attributes of the root element of a response.
    pub attributes: Vec<(String, String)>,
    /// All other settings of the sheet, by their column.
    pub other: Vec<(String, String)>,
}

/// A list of entities that responses add to or change: a row of the sheet `entities`.
///
/// Expressions are as written, with `${name}` for questions.
#[non_exhaustive]
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Entity {
    /// The name of the list.
    pub dataset: String,
    /// The expression for the id of the entity that is changed.
    pub entity_id: Option<String>,
    /// When an entity is made.
    pub create_if: Option<String>,
    /// When an entity is changed.
    pub update_if: Option<String>,
    /// The expression for its label.
    pub label: Option<String>,
    /// The repeat whose instances are the entities.
    pub repeat: Option<String>,
    /// Property of the entity, name of the question that holds it.
    pub properties: Vec<(String, String)>,
}
