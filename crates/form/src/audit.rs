//! What happened while a form was filled in: which questions were shown when, and what was answered
//! (ODK documentation, "Form audit log"). The log is the file `audit.csv` of a response.

use std::collections::BTreeMap;

use crate::limits;
use crate::session::{ItemId, Session};

/// What a form wants its log to hold.
#[non_exhaustive]
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Auditing {
    /// Answers before and after each question.
    pub track_changes: bool,
    /// The name of whoever fills the form in, asked for before it opens.
    pub identify_user: bool,
    /// A reason for each change of a finished response, asked for when it is saved.
    pub track_changes_reasons: bool,
    /// Where the device is: how precisely, and seconds between two looks and of the oldest one
    /// that counts.
    pub location: Option<(String, u32, u32)>,
}

impl Auditing {
    pub(crate) fn of(parameters: &[(String, String)]) -> Self {
        let find = |name: &str| {
            let mut all = parameters.iter();
            all.find(|(known, _)| known == name)
                .map(|(_, value)| value.trim())
        };
        let seconds = |name: &str| find(name).and_then(|text| text.parse().ok());
        let location = find("location-priority").map(|priority| {
            let interval = seconds("location-min-interval").unwrap_or(60);
            let age = seconds("location-max-age").unwrap_or(120);
            (priority.to_owned(), interval, age)
        });
        Self {
            track_changes: find("track-changes") == Some("true"),
            identify_user: find("identify-user") == Some("true"),
            track_changes_reasons: find("track-changes-reasons").is_some(),
            location,
        }
    }
}

/// Something that happens to a form as a whole, or to a repeat.
#[non_exhaustive]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AuditEvent {
    /// A new response is begun.
    FormStart,
    /// A draft is opened again.
    FormResume,
    /// The draft is saved.
    FormSave,
    /// The form is left.
    FormExit,
    /// The response is finished.
    FormFinalize,
    /// The list of all questions is looked at.
    Jump,
    /// The screen behind the last question is shown.
    EndScreen,
    /// Finishing is refused because of an answer.
    ConstraintError,
    /// An instance is added to a repeat.
    AddRepeat,
    /// An instance of a repeat is removed.
    DeleteRepeat,
    /// A reason for a change is given.
    ChangeReason,
}

impl AuditEvent {
    fn word(self) -> &'static str {
        match self {
            Self::FormStart => "form start",
            Self::FormResume => "form resume",
            Self::FormSave => "form save",
            Self::FormExit => "form exit",
            Self::FormFinalize => "form finalize",
            Self::Jump => "jump",
            Self::EndScreen => "end screen",
            Self::ConstraintError => "constraint error",
            Self::AddRepeat => "add repeat",
            Self::DeleteRepeat => "delete repeat",
            Self::ChangeReason => "change reason",
        }
    }
}

/// A question on the screen: since when, and its answer at that moment.
#[derive(Debug, Clone)]
struct Shown {
    node: String,
    since_ms: i64,
    value: String,
}

/// The log of one response. Times are milliseconds since 1970-01-01 UTC, and come from outside.
#[derive(Debug, Clone)]
pub struct Audit {
    wanted: Auditing,
    user: String,
    /// Latitude, longitude, accuracy in metres.
    place: [String; 3],
    /// Finished rows, as CSV.
    rows: String,
    shown: BTreeMap<ItemId, Shown>,
}

impl Audit {
    /// An empty log. `user` is who fills the form in, if the form wants to know.
    #[must_use]
    pub fn new(wanted: Auditing, user: &str) -> Self {
        Self {
            wanted,
            user: user.to_owned(),
            place: Default::default(),
            rows: String::new(),
            shown: BTreeMap::new(),
        }
    }

    /// Goes on with a log that [`Audit::to_csv`] has given.
    #[must_use]
    pub fn resume(wanted: Auditing, user: &str, csv: &str) -> Self {
        let mut audit = Self::new(wanted, user);
        let header = audit.header();
        if let Some(rows) = csv.strip_prefix(&header) {
            rows.clone_into(&mut audit.rows);
        }
        audit
    }

    /// Where the device is from now on: degrees, degrees, metres.
    pub fn located(&mut self, latitude: f64, longitude: f64, accuracy: f64) {
        self.place = [latitude, longitude, accuracy].map(|number| number.to_string());
    }

    /// Something happened to the form as a whole.
    pub fn note(&mut self, event: AuditEvent, at_ms: i64) {
        self.row([event.word(), "", &at_ms.to_string(), ""], ["", ""], "");
    }

    /// An instance of a repeat was added, or is about to be removed.
    pub fn note_repeat(&mut self, event: AuditEvent, session: &Session, at: ItemId, at_ms: i64) {
        let node = path(session, at);
        self.row([event.word(), &node, &at_ms.to_string(), ""], ["", ""], "");
    }

    /// A reason was given for changes to a finished response.
    pub fn note_reason(&mut self, reason: &str, at_ms: i64) {
        let event = AuditEvent::ChangeReason.word();
        self.row([event, "", &at_ms.to_string(), ""], ["", ""], reason);
    }

    /// What is on the screen now. Questions that were there before and are not any more get their
    /// row, with the answers before and after if the form wants them.
    pub fn shows(&mut self, session: &Session, items: &[ItemId], at_ms: i64) {
        let gone: Vec<ItemId> = self
            .shown
            .keys()
            .copied()
            .filter(|item| !items.contains(item))
            .collect();
        for item in gone {
            let Some(shown) = self.shown.remove(&item) else {
                continue;
            };
            let value = session.item(item).value();
            let changed = self.wanted.track_changes && value != shown.value;
            let values = if changed {
                [shown.value.as_str(), value]
            } else {
                ["", ""]
            };
            let times = [shown.since_ms.to_string(), at_ms.to_string()];
            self.row(["question", &shown.node, &times[0], &times[1]], values, "");
        }
        for item in items {
            self.shown.entry(*item).or_insert_with(|| Shown {
                node: path(session, *item),
                since_ms: at_ms,
                value: session.item(*item).value().to_owned(),
            });
        }
    }

    /// The log so far, as the file `audit.csv`. What is on the screen has no row yet: call
    /// [`Audit::shows`] with nothing first when the form is left.
    #[must_use]
    pub fn to_csv(&self) -> String {
        self.header() + &self.rows
    }

    fn header(&self) -> String {
        let mut header = "event,node,start,end".to_owned();
        for (wanted, columns) in [
            (
                self.wanted.location.is_some(),
                ",latitude,longitude,accuracy",
            ),
            (self.wanted.track_changes, ",old-value,new-value"),
            (self.wanted.identify_user, ",user"),
            (self.wanted.track_changes_reasons, ",change-reason"),
        ] {
            if wanted {
                header.push_str(columns);
            }
        }
        header.push('\n');
        header
    }

    fn row(&mut self, what: [&str; 4], values: [&str; 2], reason: &str) {
        // A log without end would outgrow the response that it is about.
        if self.rows.len() > limits::AUDIT_BYTES {
            return;
        }
        let mut cells = what.to_vec();
        if self.wanted.location.is_some() {
            cells.extend(self.place.iter().map(String::as_str));
        }
        if self.wanted.track_changes {
            cells.extend(values);
        }
        if self.wanted.identify_user {
            cells.push(&self.user);
        }
        if self.wanted.track_changes_reasons {
            cells.push(reason);
        }
        let cells: Vec<String> = cells.into_iter().map(cell).collect();
        self.rows.push_str(&cells.join(","));
        self.rows.push('\n');
    }
}

fn path(session: &Session, item: ItemId) -> String {
    let path = session.item(item).path();
    format!("/{}{path}", session.form().root_name())
}

/// A cell of RFC 4180.
fn cell(text: &str) -> String {
    if text.contains([',', '"', '\n', '\r']) {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text.to_owned()
    }
}
