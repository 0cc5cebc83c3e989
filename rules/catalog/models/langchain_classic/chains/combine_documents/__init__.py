"""LangChain's chain that puts the text of documents into a prompt.

source: langchain-classic 1.0.8 langchain_classic/chains/combine_documents/stuff.py; read 2026-11-22
"""

from langchain_core.runnables import RunnablePassthrough


def create_stuff_documents_chain(llm, prompt, *, document_separator="\n\n", document_variable_name="context", **kwargs):
    def _text(inputs):
        return document_separator.join(document.page_content for document in inputs[document_variable_name])

    return RunnablePassthrough.assign(**{document_variable_name: _text}) | prompt | llm
