//! What all questions have in common: label, hint, guidance, and what is wrong.

use form::{Control, ItemId};
use leptos::{html, prelude::*};

use super::{
    interview::Interview,
    markup::{markup, plain},
    media,
    place::field_id,
    wording::{answer_text, problem_text, rejection_text},
};
use crate::{
    components::{attachment::Attachment, icon::Icon, remarks::Remarks},
    locales::{ReviewTexts, SurveyTexts},
};

/// A question, each side of it followed on its own.
#[derive(Clone, Copy)]
pub(super) struct Field {
    pub(super) interview: Interview,
    pub(super) item: ItemId,
    pub(super) control: Control,
    pub(super) value: Memo<String>,
    pub(super) readonly: Memo<bool>,
    pub(super) error: Memo<Option<String>>,
    label: Memo<String>,
    hint: Memo<Option<String>>,
    guidance: Memo<Option<String>>,
    required: Memo<bool>,
    path: StoredValue<String>,
    id: StoredValue<String>,
}

impl Field {
    pub(super) fn new(interview: Interview, item: ItemId, control: Control) -> Self {
        let path = interview.peek(|session| session.item(item).path());
        Self {
            interview,
            item,
            control,
            value: Memo::new(move |_| interview.item(item, |item| item.value().to_owned())),
            readonly: Memo::new(move |_| interview.item(item, |item| item.readonly())),
            error: Memo::new(move |_| error(interview, item)),
            label: Memo::new(move |_| {
                interview.item(item, |item| {
                    item.label().unwrap_or_else(|| item.name().to_owned())
                })
            }),
            hint: Memo::new(move |_| interview.item(item, |item| item.hint())),
            guidance: Memo::new(move |_| interview.item(item, |item| item.guidance_hint())),
            required: Memo::new(move |_| interview.item(item, |item| item.required())),
            id: StoredValue::new(field_id(&path)),
            path: StoredValue::new(path),
        }
    }

    /// The id of the question's element; its parts have ids that begin with it.
    pub(super) fn id(self) -> String {
        self.id.get_value()
    }

    /// The path of the item.
    pub(super) fn path(self) -> String {
        self.path.get_value()
    }

    /// The label as it stands in the form.
    pub(super) fn label_text(self) -> String {
        self.label.get()
    }

    pub(super) fn part(self, name: &str) -> String {
        self.id.with_value(|id| format!("{id}-{name}"))
    }

    pub(super) fn has_appearance(self, name: &str) -> bool {
        self.interview
            .peek(|session| session.item(self.item).has_appearance(name))
    }

    /// Whether it has one of these appearances.
    pub(super) fn has_any(self, names: &[&str]) -> bool {
        names.iter().any(|name| self.has_appearance(name))
    }

    /// A value of the column `parameters`.
    pub(super) fn parameter(self, name: &str) -> Option<String> {
        self.interview.peek(|session| {
            let item = session.item(self.item);
            item.parameter(name).map(str::to_owned)
        })
    }

    /// A number of the column `parameters`.
    pub(super) fn number(self, name: &str) -> Option<f64> {
        let number: f64 = self.parameter(name)?.trim().parse().ok()?;
        number.is_finite().then_some(number)
    }

    pub(super) fn answer(self, value: &str) {
        self.interview.answer(self.item, value);
    }

    pub(super) fn leave(self) {
        self.interview.leave(self.item);
    }

    /// The ids of label and control, for a control whose name is what it shows: both are read.
    pub(super) fn labelled_by_both(self) -> String {
        self.id.with_value(|id| format!("{id}-label {id}-input"))
    }

    /// The ids of what describes the control.
    pub(super) fn described_by(self) -> Option<String> {
        let hint = self.hint.with(Option::is_some).then(|| self.part("hint"));
        let error = self.error.with(Option::is_some).then(|| self.part("error"));
        match (hint, error) {
            (Some(hint), Some(error)) => Some(format!("{hint} {error}")),
            (hint, error) => hint.or(error),
        }
    }

    /// The value of `aria-invalid`.
    pub(super) fn invalid(self) -> Option<&'static str> {
        self.error.with(Option::is_some).then_some("true")
    }

    /// Label and the word "required".
    pub(super) fn label(self) -> impl IntoView + use<> {
        let t = SurveyTexts::now();
        view! {
            <span class="question-label">{move || self.label.with(|text| markup(text))}</span>
            <Show when=move || self.required.get()>
                <span class="required">{t.required}</span>
            </Show>
        }
    }

    /// Hint, guidance, and what is wrong.
    fn about(self) -> impl IntoView + use<> {
        let t = SurveyTexts::now();
        let hint = move || {
            self.hint.get().map(|hint| {
                view! { <p class="hint" id=self.part("hint")>{markup(&hint)}</p> }
            })
        };
        let remark = self.path.with_value(|path| remark_at(path));
        let guidance = move || {
            self.guidance.get().map(|text| {
                view! {
                    <details class="guidance">
                        <summary>{t.guidance}</summary>
                        <p>{markup(&text)}</p>
                    </details>
                }
            })
        };
        let error = move || {
            self.error.get().map(|error| {
                view! {
                    <p class="error" id=self.part("error")>
                        <Icon name="warning"/>
                        <span>{error}</span>
                    </p>
                }
            })
        };
        view! { {media::label_media(self.interview, self.item)} {remark} {hint} {guidance} {error} }
    }
}

/// What the supervisor remarked at the question of a response that was sent back.
fn remark_at(path: &str) -> Option<AnyView> {
    let text = use_context::<Remarks>()?.at(path)?;
    let title = ReviewTexts::now().remark;
    Some(
        view! {
            <div class="remark" role="note">
                <Icon name="talk"/><p><b>{title}</b>" "{text}</p>
            </div>
        }
        .into_any(),
    )
}

fn error(interview: Interview, item: ItemId) -> Option<String> {
    let rejection = interview.rejection(item).and_then(rejection_text);
    let problem = interview.problem(item);
    rejection
        .map(str::to_owned)
        .or_else(|| Some(problem_text(interview, &problem?)))
}

/// A question with one control. While the form closes the answer, it stands there as text.
#[component]
pub(super) fn Frame(
    /// The question.
    field: Field,
    /// The control.
    children: ChildrenFn,
) -> impl IntoView {
    view! {
        <div
            class="question"
            id=field.id()
            data-path=field.path.get_value()
            data-invalid=move || field.invalid()
        >
            <label class="question-head" id=field.part("label") for=field.part("input")>
                {field.label()}
            </label>
            {field.about()}
            <Show when=move || !field.readonly.get() fallback=move || closed(field)>
                {children()}
            </Show>
        </div>
    }
}

/// A question with several controls that belong together.
#[component]
pub(super) fn GroupFrame(
    /// The question.
    field: Field,
    /// The role that says how the controls work together, if they have one.
    role: Option<&'static str>,
    /// The controls.
    children: ChildrenFn,
) -> impl IntoView {
    let own = NodeRef::<html::Fieldset>::new();
    view! {
        <fieldset
            node_ref=own
            class="question"
            id=field.id()
            role=role
            data-path=field.path.get_value()
            data-invalid=move || field.invalid()
            aria-describedby=move || field.described_by()
            aria-invalid=move || role.and_then(|_| field.invalid())
            aria-required=move || role.and(field.required.get().then_some("true"))
        >
            <legend class="question-head" id=field.part("label")>{field.label()}</legend>
            {field.about()}
            <Show when=move || !field.readonly.get() fallback=move || closed(field)>
                {children()}
            </Show>
        </fieldset>
    }
}

/// A question that is its own control: the label stands beside the box.
#[component]
pub(super) fn BareFrame(
    /// The question.
    field: Field,
    /// Label and control.
    children: Children,
) -> impl IntoView {
    view! {
        <div
            class="question"
            id=field.id()
            data-path=field.path.get_value()
            data-invalid=move || field.invalid()
        >
            {children()}
            {field.about()}
        </div>
    }
}

/// An answer that may only be read.
fn closed(field: Field) -> impl IntoView {
    let t = SurveyTexts::now();
    let shown = move || {
        let shown = field.interview.item(field.item, |item| answer_text(&item));
        if shown.is_empty() {
            t.no_answer.to_owned()
        } else {
            shown
        }
    };
    let kept = matches!(
        field.control,
        Control::Image | Control::Audio | Control::Video | Control::File
    );
    let shelf = kept.then(media::shelf).flatten();
    let file = move || {
        let shelf = shelf?;
        let name = field.value.get();
        let file = shelf.files.find(shelf.owner.response, &name)?;
        Some(view! { <Attachment file label=plain(&field.label_text())/> })
    };
    view! {
        <p class="closed-answer" id=field.part("input")>{shown}</p>
        {file}
    }
}
