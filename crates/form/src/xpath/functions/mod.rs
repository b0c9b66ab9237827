//! The function library: XPath 1.0 core and ODK XForms.

mod calendar;
mod date;
mod dialect;
mod digest;
mod geo;
mod logic;
mod math;
mod nodes;
mod random;
mod select;
mod signature;
mod text;

use crate::diagnostic::Message;
pub(crate) use random::{random_seed, shuffle};

use super::EvalError;
use super::ast::Expr;
use super::eval::{Evaluated, Evaluator, Focus};
use super::tree::{Node, Sought};
use super::value::Value;
use crate::zone::Clock;

/// No upper bound on the number of arguments.
const MANY: usize = usize::MAX;

/// Each function with its name, the least and the most arguments, and the module that works it out.
macro_rules! functions {
    ($($module:ident { $($name:literal $variant:ident $least:literal $most:expr;)* })*) => {
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub(crate) enum Function { $($($variant,)*)* }

        const TABLE: &[(&str, Function, usize, usize)] =
            &[$($(($name, Function::$variant, $least, $most),)*)*];

        pub(super) fn call<'a>(
            eval: &Evaluator<'a>,
            function: Function,
            arguments: &'a [Expr],
            focus: Focus,
        ) -> Evaluated<Value<'a>> {
            let call = Call { eval, arguments, focus };
            match function {
                $($(Function::$variant)|* => $module::call(&call, function),)*
            }
        }
    };
}

functions! {
    text {
        "string" String 0 1;
        "concat" Concat 0 MANY;
        "join" Join 1 MANY;
        "substr" Substr 2 3;
        "substring" Substring 2 3;
        "substring-before" SubstringBefore 2 2;
        "substring-after" SubstringAfter 2 2;
        "translate" Translate 3 3;
        "string-length" StringLength 0 1;
        "normalize-space" NormalizeSpace 0 1;
        "contains" Contains 2 2;
        "starts-with" StartsWith 2 2;
        "ends-with" EndsWith 2 2;
        "uuid" Uuid 0 1;
        "regex" Regex 2 2;
    }
    logic {
        "if" If 3 3;
        "coalesce" Coalesce 2 MANY;
        "once" Once 1 1;
        "true" True 0 0;
        "false" False 0 0;
        "not" Not 1 1;
        "boolean" Boolean 1 1;
        "boolean-from-string" BooleanFromString 1 1;
        "checklist" Checklist 2 MANY;
        "weighted-checklist" WeightedChecklist 2 MANY;
        "depend" Depend 1 MANY;
        // No name: a call that is wrong, with the sentence that says why (see `parse_lazily`).
        "" Wrong 1 1;
    }
    math {
        "number" Number 0 1;
        "int" Int 1 1;
        "round" Round 1 2;
        "floor" Floor 1 1;
        "ceiling" Ceiling 1 1;
        "abs" Abs 1 1;
        "pow" Pow 2 2;
        "exp" Exp 1 1;
        "exp10" Exp10 1 1;
        "log" Log 1 1;
        "log10" Log10 1 1;
        "sqrt" Sqrt 1 1;
        "sin" Sin 1 1;
        "cos" Cos 1 1;
        "tan" Tan 1 1;
        "asin" Asin 1 1;
        "acos" Acos 1 1;
        "atan" Atan 1 1;
        "atan2" Atan2 2 2;
        "pi" Pi 0 0;
        "random" Random 0 0;
        "sum" Sum 1 1;
        "min" Min 1 MANY;
        "max" Max 1 MANY;
    }
    nodes {
        "count" Count 1 1;
        "count-non-empty" CountNonEmpty 1 1;
        "position" Position 0 1;
        "last" Last 0 0;
        "current" Current 0 0;
        "instance" Instance 1 1;
        "indexed-repeat" IndexedRepeat 3 MANY;
        "randomize" Randomize 1 2;
        "pulldata" PullData 4 4;
        "local-name" LocalName 0 1;
        "name" Name 0 1;
        "namespace-uri" NamespaceUri 0 1;
        "id" Id 1 1;
        "lang" Lang 1 1;
    }
    date {
        "today" Today 0 0;
        "now" Now 0 0;
        "date" Date 1 1;
        "date-time" DateTime 1 1;
        "format-date" FormatDate 2 2;
        "format-date-time" FormatDateTime 2 2;
        "decimal-date-time" DecimalDateTime 1 1;
        "decimal-time" DecimalTime 1 1;
    }
    select {
        "selected" Selected 2 2;
        "is-selected" IsSelected 2 2;
        "selected-at" SelectedAt 2 2;
        "count-selected" CountSelected 1 1;
        "jr:choice-name" ChoiceName 2 2;
        "property" Property 1 1;
        "jr:itext" IText 1 1;
    }
    digest {
        "digest" Digest 2 3;
        "base64-decode" Base64Decode 1 1;
        "extract-signed" ExtractSigned 2 2;
    }
    calendar {
        "difference-in-days" DifferenceInDays 2 2;
        "difference-in-weeks" DifferenceInWeeks 2 2;
        "difference-in-months" DifferenceInMonths 2 2;
        "difference-in-years" DifferenceInYears 2 2;
        "add-date" AddDate 2 6;
    }
    geo {
        "area" Area 1 1;
        "enclosed-area" EnclosedArea 1 1;
        "distance" Distance 1 MANY;
        "distance-between" DistanceBetween 2 2;
        "geofence" Geofence 2 2;
        "intersects" Intersects 1 1;
    }
    dialect {
        "index" Index 0 1;
        "version" Version 0 0;
        "username" Username 0 0;
        "choice-label" ChoiceLabel 2 2;
        "count-if" CountIf 2 2;
        "sum-if" SumIf 2 2;
        "min-if" MinIf 2 2;
        "max-if" MaxIf 2 2;
        "join-if" JoinIf 3 3;
        "empty" Empty 1 1;
        "linebreak" LineBreak 0 0;
        "format-number" FormatNumber 1 1;
        "item-at" ItemAt 3 3;
        "item-index" ItemIndex 3 3;
        "item-present" ItemPresent 3 3;
        "count-items" CountItems 2 2;
        "de-duplicate" DeDuplicate 2 2;
    }
}

#[cfg(test)]
pub(super) fn names() -> impl Iterator<Item = &'static str> {
    let all = TABLE.iter().map(|(name, ..)| *name);
    all.filter(|name| !name.is_empty())
}

impl Function {
    /// A function of SurveyCTO or CHT that asks for what only those apps have. It gives nothing,
    /// and whoever reads the form is told.
    pub(crate) fn is_unavailable(name: &str) -> bool {
        const NAMES: [&str; 14] = [
            "duration",
            "device-info",
            "phone-call-log",
            "phone-call-duration",
            "phone-caller-number",
            "phone-connection-state",
            "collect-is-phone-app",
            "plug-in-metadata",
            "rank-index",
            "rank-value",
            "hash",
            "relevant",
            "sensor-data",
            "z-score",
        ];
        NAMES.contains(&name)
    }

    /// Finds a function and checks how many arguments it is given.
    pub(crate) fn named(name: &str, arguments: usize) -> Result<Self, Message> {
        // CHT writes its own functions with a prefix since version 4.
        let name = name.strip_prefix("cht:").unwrap_or(name);
        let Some((_, function, least, most)) = TABLE.iter().find(|(known, ..)| *known == name)
        else {
            return Err(unknown(name));
        };
        if (*least..=*most).contains(&arguments) {
            return Ok(*function);
        }
        let wanted = match (*least, *most) {
            (least, MANY) => message!("at least {}", least),
            (least, most) if least == most => message!("{}", least),
            (least, most) => message!("{} to {}", least, most),
        };
        Err(message!(
            "{}() takes {} arguments, not {}",
            name,
            wanted,
            arguments
        ))
    }
}

fn unknown(name: &str) -> Message {
    let lower = name.to_ascii_lowercase();
    match TABLE.iter().find(|(known, ..)| *known == lower) {
        Some((known, ..)) => message!("there is no function {}(); it is written {}()", name, known),
        None => message!("there is no function {}()", name),
    }
}

/// One function at work.
struct Call<'e, 'a> {
    eval: &'e Evaluator<'a>,
    arguments: &'a [Expr],
    focus: Focus,
}

impl<'a> Call<'_, 'a> {
    fn expr(&self, at: usize) -> Evaluated<&'a Expr> {
        self.arguments
            .get(at)
            .ok_or_else(|| EvalError::Argument("an argument is missing".to_owned()))
    }

    fn given(&self, at: usize) -> bool {
        at < self.arguments.len()
    }

    fn value(&self, at: usize) -> Evaluated<Value<'a>> {
        self.eval.eval(self.expr(at)?, self.focus)
    }

    fn text(&self, at: usize) -> Evaluated<std::borrow::Cow<'a, str>> {
        self.eval.text(self.expr(at)?, self.focus)
    }

    fn number(&self, at: usize) -> Evaluated<f64> {
        self.eval.number(self.expr(at)?, self.focus)
    }

    fn boolean(&self, at: usize) -> Evaluated<bool> {
        self.eval.boolean(self.expr(at)?, self.focus)
    }

    fn nodes(&self, at: usize) -> Evaluated<Vec<Node>> {
        self.eval.nodes(self.expr(at)?, self.focus)
    }

    /// What the questions come to that are the only argument, where that is known already.
    fn tally(&self, sought: Sought) -> Option<f64> {
        let [only] = self.arguments else { return None };
        self.eval
            .tree
            .tally(only.as_field()?, self.eval.current, sought)
    }

    /// The argument's text, or the context node's when there is none.
    fn text_or_context(&self) -> Evaluated<std::borrow::Cow<'a, str>> {
        if self.given(0) {
            self.text(0)
        } else {
            self.eval.node_text(self.focus.node)
        }
    }

    /// All arguments from `from` on as texts; a reference gives one for each node.
    fn texts(&self, from: usize) -> Evaluated<Vec<std::borrow::Cow<'a, str>>> {
        let mut found = Vec::new();
        for expr in self.arguments.iter().skip(from) {
            match self.eval.eval(expr, self.focus)? {
                Value::Nodes(nodes) => {
                    self.eval.spend(nodes.len())?;
                    for node in nodes {
                        found.push(self.eval.node_text(node)?);
                    }
                }
                value => found.push(self.eval.text_value(value)?),
            }
        }
        Ok(found)
    }

    fn clock(&self) -> Clock<'a> {
        self.eval.tree.clock()
    }
}
