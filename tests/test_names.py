"""Names: what the words of an identifier say, and the look-alikes that say nothing."""

from __future__ import annotations

import pytest

from promptlint import catalog
from promptlint.hole import Growth, Kind, Volatility
from promptlint.names import expand

CATALOG = catalog.load()

V, K = Volatility, Kind

NAMES = {
    (K.USER, V.USER): """
        user user_name userName username req.user.name req.user.email current_user current_user.city customer
        customer_name customer.first_name user.preferences user_profile user_email user_timezone get_user_name()
        get_user(user_id).nickname profile.user_name patient.age user_id self.user.locale first_name email
        data["user_name"] student_name self.__dict__["user_name"]""",
    (
        K.SESSION,
        V.SESSION,
    ): "session_id sessionId conversation_id thread_id chat_id req.session_id session.id self.session.id",
    (K.SESSION, V.REQUEST): "request_id trace_id correlation_id run_id request.id message_id task_id subtask_id",
    (K.INPUT, V.REQUEST): """
        question req.question user_question userQuery query message user_message user_input input document
        document_text article_text topic task message.content req.topic question.text source_text email_body
        ticket.title transcript query_str last_message uploaded_file follow_up_question req.body
        prior_answer last_output model_response feedback user_feedback feedback_context""",
    (K.RETRIEVAL, V.REQUEST): """
        context get_context() docs documents retrieved_docs retrieved_text retrievedContext search_results chunks
        relevant_passages chunk passage req.retriever.search self.retriever.invoke vectorstore.find_nearest format_docs(x) context_str
        rag_context build_context doc.page_content similarity_search web_results top.chunks
        ref_doc reference_text""",
    (K.RETRIEVAL, V.USER): "memory memories user_memory long_term_memory load_memory self.memory.buffer memory_context",
    (K.HISTORY, V.REQUEST): """
        history chat_history chatHistory messages conversation self.history req.history format_history(h) past_messages
        conversation_history previous_turns agent_scratchpad conversation_so_far""",
    (
        K.CLOCK,
        V.REQUEST,
    ): "now current_time timestamp currentTime current_minute time_now now_iso current_datetime utc_now get_current_time()",
    (K.DATE, V.DAY): "today date current_date today_date get_today current_year current_hour day_of_week todays_date",
    (K.COUNTER, V.REQUEST): """
        counter step turn iteration attempt turn_number step_count current_step steps_left remaining_tokens self.turn
        retry_count stepIndex""",
    (K.ENVIRONMENT, V.PROCESS): "cwd hostname platform working_dir os_name project_root self.cwd workspace_path",
    (K.ENVIRONMENT, V.SESSION): "git_status git_diff file_tree open_files",
    (K.TOOLS, V.PROCESS): "tools tool_descriptions available_tools tools_text self.tools enabled_tools tool_names",
}

NO_NAMES = """
    max_history history_limit num_docs max_steps user_prompt_template user_template prompt_template session_factory
    document_schema question_type message_format messages_class is_user user.is_admin has_history use_memory
    default_user test_question example_question sample_docs system_prompt system_message base_prompt instructions
    rules persona agent_name bot_name company_name model model_name config settings settings.region req.settings
    self.config.user_config HISTORY USER_NAME Prompts.CONTEXT User.name UserName History() brand_context
    app_context system_context product_docs api_docs help_message error_message welcome_message commit_message
    message_count history_size docs_dir chunk_size document_path date_format timestamp_format current_model
    tool_name language tone style name title text content value item x i data result output response
    user_agent_string_pattern sql_query query_schema input_schema output_schema input_type user_class
    top_k temperature max_tokens message.role request.headers memory_limit memory_size step_size turn_limit
    context_window context_window_size session context.foo ctx history_length user_model
    self.config.query settings.user.name app_config.chat_history tools_instruction request.method
    user_handler user.role response_model output_model feedback_form feedback_url previous_response_format task_name
    task_ids_path doc_ref reference_url answer_style prompt user_prompt examples few_shot_examples role label key id self.id cls.name __name__ self user.__name__
    model.__doc__ model.__doc__.strip() message.__class__.__name__ member_name
    instructions.actions.message prompts.question templates.document"""


@pytest.mark.parametrize(
    ("name", "expected"), [(name, rate) for rate, names in NAMES.items() for name in names.split()]
)
def test_names_that_say_what_they_hold(name: str, expected: tuple[Kind, Volatility]) -> None:
    named = CATALOG.named(name)
    assert named
    assert (named.kind, named.volatility) == expected


@pytest.mark.parametrize("name", [*NO_NAMES.split(), "", "()", "1", "'text'", "user name's"])
def test_names_that_say_nothing(name: str) -> None:
    assert CATALOG.named(name) is None


def test_a_history_grows() -> None:
    history, question = CATALOG.named("chat_history"), CATALOG.named("question")
    assert history
    assert question
    assert (history.growth, question.growth) == (Growth.APPEND, Growth.FIXED)


def test_patterns_of_phrases() -> None:
    assert list(expand("user|customer name|id")) == ["user name", "user id", "customer name", "customer id"]
    assert list(expand("now")) == ["now"]


def test_what_a_name_says_of_itself_holds_for_any_owner() -> None:
    still = ("context.entity_types", "context['custom_instructions']", "user.schema")
    assert [CATALOG.names.is_still(path) for path in (*still, "context.episode", "user.city", "")] == [True] * 3 + [
        False
    ] * 3
