//! Tokens to a tree (XPath 1.0, grammar of sections 2 and 3).

use super::SyntaxError;
use super::ast::{Axis, Expr, Operator, Path, Start, Step, Test};
use super::functions::Function;
use super::lexer::{Spanned, Token, Word, tokens};
use crate::limits;

/// Reads one expression.
pub(crate) fn parse(text: &str) -> Result<Expr, SyntaxError> {
    if text.len() > limits::EXPRESSION_BYTES {
        return Err(SyntaxError {
            at: 0,
            message: "the expression is too long".to_owned(),
        });
    }
    let mut parser = Parser {
        tokens: tokens(text)?,
        next: 0,
        depth: 0,
        end: text.len(),
    };
    if parser.tokens.is_empty() {
        return Err(parser.error("the expression is empty"));
    }
    let expr = parser.chain(0)?;
    match parser.peek() {
        None => Ok(expr),
        Some(token) => Err(parser.error(format!("did not expect {}", shown(token)))),
    }
}

struct Parser {
    tokens: Vec<Spanned>,
    next: usize,
    depth: usize,
    end: usize,
}

type Parsed<T> = Result<T, SyntaxError>;

/// Binary operators from the loosest to the tightest; unary minus stands between the last two.
const LEVELS: usize = 7;
const UNARY: usize = 6;

fn operator(level: usize, token: &Token) -> Option<Operator> {
    Some(match (level, token) {
        (0, Token::Word(Word::Or)) => Operator::Or,
        (1, Token::Word(Word::And)) => Operator::And,
        (2, Token::Sign("=")) => Operator::Equal,
        (2, Token::Sign("!=")) => Operator::NotEqual,
        (3, Token::Sign("<")) => Operator::Less,
        (3, Token::Sign("<=")) => Operator::LessEqual,
        (3, Token::Sign(">")) => Operator::Greater,
        (3, Token::Sign(">=")) => Operator::GreaterEqual,
        (4, Token::Sign("+")) => Operator::Add,
        (4, Token::Sign("-")) => Operator::Subtract,
        (5, Token::Sign("*")) => Operator::Multiply,
        (5, Token::Word(Word::Div)) => Operator::Divide,
        (5, Token::Word(Word::Mod)) => Operator::Remainder,
        (6, Token::Sign("|")) => Operator::Union,
        _ => return None,
    })
}

fn shown(token: &Token) -> String {
    match token {
        Token::Number(number) => number.to_string(),
        Token::Literal(text) => format!("the text \"{text}\""),
        Token::Name(name) => format!("\"{name}\""),
        Token::Word(Word::And) => "\"and\"".to_owned(),
        Token::Word(Word::Or) => "\"or\"".to_owned(),
        Token::Word(Word::Div) => "\"div\"".to_owned(),
        Token::Word(Word::Mod) => "\"mod\"".to_owned(),
        Token::Any => "\"*\"".to_owned(),
        Token::Reference(name) => format!("${{{name}}}"),
        Token::Variable(name) => format!("${name}"),
        Token::Sign(sign) => format!("\"{sign}\""),
    }
}

impl Parser {
    fn peek(&self) -> Option<&Token> {
        self.tokens.get(self.next).map(|spanned| &spanned.token)
    }

    fn peek_after(&self) -> Option<&Token> {
        self.tokens.get(self.next + 1).map(|spanned| &spanned.token)
    }

    fn is(&self, sign: &'static str) -> bool {
        self.peek() == Some(&Token::Sign(sign))
    }

    fn take(&mut self, sign: &'static str) -> bool {
        let found = self.is(sign);
        self.next += usize::from(found);
        found
    }

    fn want(&mut self, sign: &'static str) -> Parsed<()> {
        if self.take(sign) {
            return Ok(());
        }
        let found = self.peek().map_or_else(|| "the end".to_owned(), shown);
        Err(self.error(format!("expected \"{sign}\" but found {found}")))
    }

    fn error(&self, message: impl Into<String>) -> SyntaxError {
        let at = self
            .tokens
            .get(self.next)
            .map_or(self.end, |spanned| spanned.at);
        SyntaxError {
            at,
            message: message.into(),
        }
    }

    /// Operators of `level` and tighter ones.
    fn chain(&mut self, level: usize) -> Parsed<Expr> {
        if level == 0 {
            self.depth += 1;
            if self.depth > limits::EXPRESSION_DEPTH {
                return Err(self.error("the expression is nested too deeply"));
            }
        }
        let first = self.operand(level)?;
        let mut rest = Vec::new();
        while let Some(operator) = self.peek().and_then(|token| operator(level, token)) {
            self.next += 1;
            rest.push((operator, self.operand(level)?));
        }
        if level == 0 {
            self.depth -= 1;
        }
        Ok(if rest.is_empty() {
            first
        } else {
            Expr::Chain(Box::new(first), rest)
        })
    }

    fn operand(&mut self, level: usize) -> Parsed<Expr> {
        if level + 1 == UNARY {
            let mut negative = false;
            while self.take("-") {
                negative = !negative;
            }
            let inner = self.chain(UNARY)?;
            return Ok(if negative {
                Expr::Negate(Box::new(inner))
            } else {
                inner
            });
        }
        if level + 1 == LEVELS {
            self.path()
        } else {
            self.chain(level + 1)
        }
    }

    fn path(&mut self) -> Parsed<Expr> {
        if self.is("/") || self.is("//") {
            return self.absolute();
        }
        if self.starts_primary() {
            return self.filtered();
        }
        let mut steps = vec![self.step()?];
        self.more_steps(&mut steps)?;
        Ok(Expr::Path(Box::new(Path {
            start: Start::Context,
            steps,
        })))
    }

    fn absolute(&mut self) -> Parsed<Expr> {
        let mut steps = Vec::new();
        if self.is("//") {
            self.more_steps(&mut steps)?;
        } else {
            self.next += 1;
            if self.starts_step() {
                steps.push(self.step()?);
                self.more_steps(&mut steps)?;
            }
        }
        Ok(Expr::Path(Box::new(Path {
            start: Start::Root,
            steps,
        })))
    }

    fn more_steps(&mut self, steps: &mut Vec<Step>) -> Parsed<()> {
        loop {
            if self.take("//") {
                steps.push(Step {
                    axis: Axis::DescendantOrSelf,
                    test: Test::Node,
                    predicates: Vec::new(),
                });
            } else if !self.take("/") {
                return Ok(());
            }
            steps.push(self.step()?);
        }
    }

    /// Whether a number, text, reference, bracket or function call comes next.
    fn starts_primary(&self) -> bool {
        match self.peek() {
            Some(
                Token::Number(_)
                | Token::Literal(_)
                | Token::Reference(_)
                | Token::Variable(_)
                | Token::Sign("("),
            ) => true,
            Some(Token::Name(name)) => {
                self.peek_after() == Some(&Token::Sign("(")) && !is_node_type(name)
            }
            _ => false,
        }
    }

    fn starts_step(&self) -> bool {
        matches!(
            self.peek(),
            Some(Token::Name(_) | Token::Any | Token::Reference(_) | Token::Sign("." | ".." | "@"))
        )
    }

    fn filtered(&mut self) -> Parsed<Expr> {
        let primary = self.primary()?;
        let predicates = self.predicates()?;
        let mut steps = Vec::new();
        self.more_steps(&mut steps)?;
        let start = match primary {
            Expr::Path(path) if predicates.is_empty() && path.steps.is_empty() => path.start,
            other if predicates.is_empty() && steps.is_empty() => return Ok(other),
            other => Start::Filter(other, predicates),
        };
        Ok(Expr::Path(Box::new(Path { start, steps })))
    }

    fn primary(&mut self) -> Parsed<Expr> {
        let Some(token) = self.peek().cloned() else {
            return Err(self.error("the expression ends too early"));
        };
        self.next += 1;
        match token {
            Token::Number(number) => Ok(Expr::Number(number)),
            Token::Literal(text) => Ok(Expr::Text(text)),
            Token::Reference(name) => {
                let start = Start::Reference(name);
                Ok(Expr::Path(Box::new(Path {
                    start,
                    steps: Vec::new(),
                })))
            }
            Token::Sign("(") => {
                let inner = self.chain(0)?;
                self.want(")")?;
                Ok(inner)
            }
            Token::Name(name) => self.call(&name),
            other => {
                self.next -= 1;
                Err(self.error(format!("did not expect {}", shown(&other))))
            }
        }
    }

    fn call(&mut self, name: &str) -> Parsed<Expr> {
        let at = self.next - 1;
        self.want("(")?;
        let mut arguments = Vec::new();
        if !self.take(")") {
            loop {
                arguments.push(self.chain(0)?);
                if self.take(")") {
                    break;
                }
                if !self.is(",") {
                    let found = self.peek().map_or_else(|| "the end".to_owned(), shown);
                    return Err(self.error(format!("expected \",\" or \")\" but found {found}")));
                }
                self.next += 1;
            }
        }
        let at = self.tokens.get(at).map_or(0, |spanned| spanned.at);
        if Function::is_unavailable(name) {
            return Ok(Expr::Unavailable(name.into()));
        }
        let function = Function::named(name, arguments.len())
            .map_err(|message| SyntaxError { at, message })?;
        // The question is named by a text that holds a path; it is resolved like any other path.
        if function == Function::ChoiceName
            && let Some(Expr::Text(path)) = arguments.get(1)
        {
            let inner = parse(path).map_err(|error| SyntaxError { at, ..error })?;
            arguments.truncate(1);
            arguments.push(inner);
        }
        Ok(Expr::Call(function, arguments))
    }

    fn predicates(&mut self) -> Parsed<Vec<Expr>> {
        let mut found = Vec::new();
        while self.take("[") {
            found.push(self.chain(0)?);
            self.want("]")?;
        }
        Ok(found)
    }

    fn step(&mut self) -> Parsed<Step> {
        for (sign, axis) in [(".", Axis::ItSelf), ("..", Axis::Parent)] {
            if self.take(sign) {
                // The grammar has no predicates here, but forms in use write `.[…]`.
                return Ok(Step {
                    axis,
                    test: Test::Node,
                    predicates: self.predicates()?,
                });
            }
        }
        let axis = self.axis()?;
        let test = self.test()?;
        Ok(Step {
            axis,
            test,
            predicates: self.predicates()?,
        })
    }

    fn axis(&mut self) -> Parsed<Axis> {
        if self.take("@") {
            return Ok(Axis::Attribute);
        }
        if let (Some(Token::Name(name)), Some(Token::Sign("::"))) = (self.peek(), self.peek_after())
        {
            let axis = Axis::named(name)
                .ok_or_else(|| self.error(format!("there is no axis \"{name}\"")))?;
            self.next += 2;
            return Ok(axis);
        }
        Ok(Axis::Child)
    }

    fn test(&mut self) -> Parsed<Test> {
        match self.peek().cloned() {
            Some(Token::Any) => {
                self.next += 1;
                Ok(Test::Any)
            }
            // `group/${name}`: pyxform puts a path there; the name alone is what can be meant.
            Some(Token::Reference(name)) => {
                self.next += 1;
                Ok(Test::Name {
                    prefix: None,
                    local: name,
                })
            }
            Some(Token::Name(name)) => {
                self.next += 1;
                if is_node_type(&name) && self.take("(") {
                    return self.node_type(&name);
                }
                Ok(match name.split_once(':') {
                    Some((prefix, "*")) => Test::Prefix(prefix.into()),
                    Some((prefix, local)) => Test::Name {
                        prefix: Some(prefix.into()),
                        local: local.into(),
                    },
                    None => Test::Name {
                        prefix: None,
                        local: name,
                    },
                })
            }
            Some(other) => Err(self.error(format!("did not expect {}", shown(&other)))),
            None => Err(self.error("the expression ends too early")),
        }
    }

    fn node_type(&mut self, name: &str) -> Parsed<Test> {
        let mut target = None;
        if name == "processing-instruction"
            && let Some(Token::Literal(text)) = self.peek().cloned()
        {
            self.next += 1;
            target = Some(text);
        }
        self.want(")")?;
        Ok(match name {
            "text" => Test::Text,
            "comment" => Test::Comment,
            "processing-instruction" => Test::Instruction(target),
            _ => Test::Node,
        })
    }
}

fn is_node_type(name: &str) -> bool {
    matches!(name, "node" | "text" | "comment" | "processing-instruction")
}
