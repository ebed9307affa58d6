//! The same questions as tools for assistants, over standard input and output (Model Context Protocol). Nothing is ever
//! changed: a what-if is laid over the model, and forgotten.

use std::sync::Arc;

use offing_analysis::change::{Change, in_order};
use offing_analysis::study::Study;
use offing_view::render::markdown::markdown;
use rmcp::model::{
    CallToolRequestParams, CallToolResponse, CallToolResult, ContentBlock, Implementation, JsonObject,
    ListToolsResult, PaginatedRequestParams, ServerCapabilities, ServerConfig, Tool, ToolAnnotations,
};
use rmcp::service::RequestContext;
use rmcp::{ErrorData, RoleServer, ServerHandler, ServiceExt};
use serde_json::{Value, json};

use crate::questions::{QUESTIONS, Question};
use crate::server::ServeError;

/// Returns the study of the model as its files are now, or says why there is none.
pub type Latest = Box<dyn Fn() -> Result<Arc<Study>, String> + Send + Sync>;

/// How long an answer for people may be, in bytes, before its end is left out.
const LONGEST: usize = 60_000;

const INSTRUCTIONS: &str = "Offing keeps every outcome a company might become open with technology, while one of them \
    is shipped. These tools answer from the company's model, a set of text files: begin with `ensure`; `names` lists \
    what the model speaks of; `why` explains one thing. Every tool takes `changes`, to ask what if: \
    `without=vendor:NAME`, `done=INITIATIVE`, `dropped=INITIATIVE`, `team:NAME=5`, `odds:OUTCOME=40%`, \
    `runway=18 months`, `chosen=OUTCOME`. Durations and chances are ranges: quote P50 and P80 together. Nothing is \
    written.";

/// Answers an assistant until it closes its end.
///
/// *Errors:* the system gives no threads, or the other side speaks something else.
pub fn run(latest: Latest) -> Result<(), ServeError> {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    let done = runtime.block_on(async {
        let running = Tools { latest: Arc::new(latest) }.serve(rmcp::transport::stdio()).await;
        let running = running.map_err(|error| std::io::Error::other(error.to_string()))?;
        running.waiting().await.map_err(std::io::Error::other)
    });
    runtime.shutdown_background();
    done.map(|_| ()).map_err(ServeError::from)
}

#[derive(Clone)]
struct Tools {
    latest: Arc<Latest>,
}

impl ServerHandler for Tools {
    fn get_info(&self) -> ServerConfig {
        let capabilities = ServerCapabilities::builder().enable_tools().build();
        let server = Implementation::new("offing", env!("CARGO_PKG_VERSION")).with_title("Offing");
        ServerConfig::new(capabilities).with_server_info(server).with_instructions(INSTRUCTIONS)
    }

    async fn list_tools(
        &self,
        _: Option<PaginatedRequestParams>,
        _: RequestContext<RoleServer>,
    ) -> Result<ListToolsResult, ErrorData> {
        Ok(ListToolsResult::with_all_items(QUESTIONS.iter().map(tool).collect()))
    }

    async fn call_tool(
        &self,
        request: CallToolRequestParams,
        _: RequestContext<RoleServer>,
    ) -> Result<CallToolResponse, ErrorData> {
        let Some(question) = QUESTIONS.iter().find(|question| question.name == request.name) else {
            let known: Vec<&str> = QUESTIONS.iter().map(|question| question.name).collect();
            let why = format!("no tool is called `{}`: there are {}", request.name, known.join(", "));
            return Err(ErrorData::invalid_params(why, None));
        };
        let latest = Arc::clone(&self.latest);
        let arguments = request.arguments.unwrap_or_default();
        let answered = tokio::task::spawn_blocking(move || answer(question, &arguments, &latest)).await;
        let answered = answered.map_err(|_| ErrorData::internal_error("a fault of ours", None))?;
        Ok(match answered {
            Ok(text) => CallToolResult::success(vec![ContentBlock::text(text)]),
            Err(why) => CallToolResult::error(vec![ContentBlock::text(why)]),
        }
        .into())
    }
}

/// Returns the answer to a question, in the form that was asked for.
fn answer(question: &Question, arguments: &JsonObject, latest: &Latest) -> Result<String, String> {
    let today = latest()?;
    let texts = arguments.get("changes").and_then(Value::as_array).into_iter().flatten();
    let changes: Vec<Change> = texts
        .map(|text| match text.as_str() {
            Some(text) => Change::read(today.model(), text).map_err(|fault| fault.to_string()),
            None => Err(format!("`{text}` is no change: write it as a text")),
        })
        .collect::<Result<_, _>>()?;
    let study = today.with(&in_order(today.model(), &changes));
    let about = question.about.as_ref().map_or(Ok(""), |about| {
        let said = arguments.get(about.name).and_then(Value::as_str);
        said.ok_or_else(|| format!("say `{}`: {}", about.name, about.summary))
    })?;
    if arguments.get("format").and_then(Value::as_str) == Some("json") {
        let answer = (question.json)(&study, about).map_err(|no| no.why().to_owned())?;
        return Ok(answer.to_string());
    }
    let page = (question.page)(&study, about).map_err(|no| no.why().to_owned())?;
    Ok(shortened(markdown(&page)))
}

/// Returns a text without its end where it is too long to be read, and says so.
fn shortened(mut text: String) -> String {
    if text.len() > LONGEST {
        let end = text.floor_char_boundary(LONGEST);
        let end = text[..end].rfind('\n').unwrap_or(end);
        text.truncate(end);
        text.push_str(
            "\n\n(The rest is left out: it is too long. Ask for one thing with `why`, or for JSON.)\n",
        );
    }
    text
}

fn tool(question: &Question) -> Tool {
    let mut properties = json!({
        "changes": {
            "type": "array",
            "items": { "type": "string" },
            "description": "What would be different, such as `without=vendor:NAME` or `team:NAME=5`; none: today",
        },
        "format": {
            "type": "string",
            "enum": ["markdown", "json"],
            "description": "Markdown to read (the default), or everything as JSON",
        },
    });
    let mut required = Vec::new();
    if let Some(about) = &question.about {
        properties[about.name] = json!({ "type": "string", "description": about.summary });
        required.push(about.name);
    }
    let schema = json!({ "type": "object", "properties": properties, "required": required });
    let Value::Object(schema) = schema else { unreachable!("it was just made an object") };
    let mut tool = Tool::new(question.name, question.summary, Arc::new(schema));
    tool.annotations =
        Some(ToolAnnotations::new().read_only(true).destructive(false).idempotent(true).open_world(false));
    tool
}
