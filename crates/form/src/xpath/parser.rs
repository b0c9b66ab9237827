//! Tokens to a tree (XPath 1.0, section 3).

mod path;

use super::SyntaxError;
use super::ast::{Expr, Operator, Path, Start};
use super::functions::Function;
use super::lexer::{Spanned, Token, Word, tokens};
use crate::diagnostic::Message;
use crate::limits;

/// Reads one expression. A call of a function that there is not, or with a wrong number of
/// arguments, is an error.
pub(crate) fn parse(text: &str) -> Result<Expr, SyntaxError> {
    read(text, false)
}

/// Reads one expression. A wrong call is an error only when it is evaluated: XPath 1.0 has no
/// static errors, so `true() or unknown()` is true.
pub(crate) fn parse_lazily(text: &str) -> Result<Expr, SyntaxError> {
    read(text, true)
}

fn read(text: &str, lazy: bool) -> Result<Expr, SyntaxError> {
    if text.len() > limits::EXPRESSION_BYTES {
        return Err(SyntaxError {
            at: 0,
            message: message!("the expression is too long"),
        });
    }
    let mut parser = Parser {
        tokens: tokens(text)?,
        next: 0,
        depth: 0,
        end: text.len(),
        lazy,
    };
    if parser.tokens.is_empty() {
        return Err(parser.error(message!("the expression is empty")));
    }
    let expr = parser.chain(0)?;
    match parser.peek() {
        None => Ok(expr),
        Some(token) => Err(parser.error(message!("did not expect {}", shown(token)))),
    }
}

struct Parser {
    tokens: Vec<Spanned>,
    next: usize,
    depth: usize,
    end: usize,
    lazy: bool,
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

fn shown(token: &Token) -> Message {
    match token {
        Token::Number(number) => message!("{}", number.to_string()),
        Token::Literal(text) => message!("the text \"{}\"", text),
        Token::Name(name) => message!("\"{}\"", name),
        Token::Word(Word::And) => message!("\"{}\"", "and"),
        Token::Word(Word::Or) => message!("\"{}\"", "or"),
        Token::Word(Word::Div) => message!("\"{}\"", "div"),
        Token::Word(Word::Mod) => message!("\"{}\"", "mod"),
        Token::Any => message!("\"{}\"", "*"),
        Token::Reference(name) => message!("{}", format!("${{{name}}}")),
        Token::Variable(name) => message!("{}", format!("${name}")),
        Token::Sign(sign) => message!("\"{}\"", sign),
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
        let found = self.peek().map_or_else(|| message!("the end"), shown);
        Err(self.error(message!("expected \"{}\" but found {}", sign, found)))
    }

    fn error(&self, message: Message) -> SyntaxError {
        let at = self
            .tokens
            .get(self.next)
            .map_or(self.end, |spanned| spanned.at);
        SyntaxError { at, message }
    }

    /// Operators of `level` and tighter ones.
    fn chain(&mut self, level: usize) -> Parsed<Expr> {
        if level == 0 {
            self.depth += 1;
            if self.depth > limits::EXPRESSION_DEPTH {
                return Err(self.error(message!("the expression is nested too deeply")));
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
            let mut signs = 0_usize;
            while self.take("-") {
                signs += 1;
            }
            let mut inner = self.chain(UNARY)?;
            // Two cancel each other out, but still make a number of it.
            for _ in 0..signs.min(2 - signs % 2) {
                inner = Expr::Negate(Box::new(inner));
            }
            return Ok(inner);
        }
        if level + 1 == LEVELS {
            self.path()
        } else {
            self.chain(level + 1)
        }
    }

    fn primary(&mut self) -> Parsed<Expr> {
        let Some(token) = self.peek().cloned() else {
            return Err(self.error(message!("the expression ends too early")));
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
            Token::Variable(name) => {
                self.next -= 1;
                Err(self.error(message!("there are no variables such as ${} here", name)))
            }
            other => {
                self.next -= 1;
                Err(self.error(message!("did not expect {}", shown(&other))))
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
                    let found = self.peek().map_or_else(|| message!("the end"), shown);
                    return Err(self.error(message!("expected \",\" or \")\" but found {}", found)));
                }
                self.next += 1;
            }
        }
        let at = self.tokens.get(at).map_or(0, |spanned| spanned.at);
        if Function::is_unavailable(name) {
            return Ok(Expr::Unavailable(name.into()));
        }
        let function = match Function::named(name, arguments.len()) {
            Ok(function) => function,
            Err(message) if self.lazy => {
                let arguments = vec![Expr::Text(message.to_string().into())];
                return Ok(Expr::Call(Function::Wrong, arguments));
            }
            Err(message) => return Err(SyntaxError { at, message }),
        };
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
}
