from datetime import datetime

RULES = """You are the support assistant of Example Store. Verify the order number before you discuss a refund,
quote the relevant section of the policy, and keep the reply under one hundred words."""


def support(context):
    return f"It is {datetime.now()}.\n{RULES}\n{context['vars']['question']}"
