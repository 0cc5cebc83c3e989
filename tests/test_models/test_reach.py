"""How far a stub is followed: from where its objects are made to where they are used, and through what it is handed."""

from __future__ import annotations

from promptlint.catalog import load
from tests.test_python_frontend.reading import prompts, show, splices

CHAIN = """
    import uuid
    from langchain_core.prompts import ChatPromptTemplate
    from langchain_openai import ChatOpenAI
    prompt = ChatPromptTemplate.from_messages([("system", "Run {run}. Be kind."), ("human", "{question}")])
    """


def test_an_object_of_the_module_sends_where_a_function_uses_it() -> None:
    program = """
    chain = prompt | ChatOpenAI()
    def answer(question):
        return chain.invoke({"run": uuid.uuid4(), "question": question})
    """
    assert (
        show(CHAIN + program) == "system: Run <random request uuid.uuid4()>. Be kind.\nuser: <input? request question>"
    )


def test_an_object_in_an_attribute_sends_where_another_method_uses_it() -> None:
    program = """
    class Bot:
        def __init__(self):
            self.chain = prompt | ChatOpenAI()
        def answer(self, question):
            return self.chain.invoke({"run": uuid.uuid4(), "question": question})
    """
    assert (
        show(CHAIN + program) == "system: Run <random request uuid.uuid4()>. Be kind.\nuser: <input? request question>"
    )


def test_an_object_that_a_function_returns_sends_where_it_is_called() -> None:
    program = """
    def chain():
        return prompt | ChatOpenAI()
    def answer(question):
        return chain().invoke({"run": uuid.uuid4(), "question": question})
    """
    assert (
        show(CHAIN + program) == "system: Run <random request uuid.uuid4()>. Be kind.\nuser: <input? request question>"
    )


def test_a_step_of_which_nothing_is_known_behind_a_prompt_is_a_model() -> None:
    program = """
    from somewhere import make_model
    def answer(question):
        return (prompt | make_model()).invoke({"run": uuid.uuid4(), "question": question})
    """
    assert (
        show(CHAIN + program) == "system: Run <random request uuid.uuid4()>. Be kind.\nuser: <input? request question>"
    )


def test_a_value_that_nobody_hands_over_is_a_hole_of_its_placeholder() -> None:
    program = """
    def answer(values):
        return (prompt | ChatOpenAI()).invoke(values)
    """
    assert (
        show(CHAIN + program)
        == "system: Run <unknown values['run']>. Be kind.\nuser: <input? request values['question']>"
    )


def test_the_place_is_that_of_the_placeholder_in_the_program() -> None:
    program = """
    def answer(question):
        return (prompt | ChatOpenAI()).invoke({"run": uuid.uuid4(), "question": "Why?"})
    """
    assert splices(CHAIN + program) == [(5, 60, "{run}")]


def test_what_a_stub_writes_stands_at_the_call() -> None:
    program = """
    import dspy
    def answer(question):
        return dspy.Predict("question -> answer")(question=question)
    """
    row, _, code = splices(program)[0]
    assert (row, code) == (4, 'dspy.Predict("question -> answer")(question=question)')


def test_messages_are_handed_through_a_function_of_the_project() -> None:
    program = """
    from langchain_openai import ChatOpenAI
    llm = ChatOpenAI()
    def ask(messages):
        return llm.invoke(messages)
    def answer(question):
        return ask([("system", "Be kind."), ("human", question)])
    """
    assert show(program) == "system: Be kind.\nuser: <input? request question>"


def test_a_node_of_a_graph_sends() -> None:
    program = """
    from langchain_core.messages import SystemMessage
    from langgraph.graph import START, MessagesState, StateGraph
    def answer(state: MessagesState):
        return {"messages": [ChatOpenAI().invoke([SystemMessage(f"Run {uuid.uuid4()}."), *state["messages"]])]}
    graph = StateGraph(MessagesState)
    graph.add_node("answer", answer)
    graph.add_edge(START, "answer")
    bot = graph.compile()
    """
    assert show(CHAIN + program) == (
        "system: Run <random request uuid.uuid4()>.\nrest: <history? request state['messages'] append>"
    )


def test_a_class_of_the_project_with_the_name_of_a_package_wins() -> None:
    program = """
    class ChatOpenAI:
        def invoke(self, messages):
            return None
    def answer(question):
        return ChatOpenAI().invoke("Be kind.")
    """
    assert prompts(program) == ()


def test_a_name_that_a_stub_hands_on_is_a_sign_of_a_prompt() -> None:
    exported = {name for owner, name in load().exports if owner == "langchain"}
    assert exported >= {"PromptTemplate", "LLMChain", "create_agent"}
    assert exported.isdisjoint({"send", "converse", "_Agent"})


def test_the_files_that_stubs_look_for() -> None:
    assert {("config/agents.yaml", "crewai"), ("flow.dag.yaml", "promptflow")} <= set(load().opened)
