"""A language model on an OpenAI-compatible server, for those who outgrow one machine.

vLLM, SGLang, ``transformers serve``, Ollama, llama.cpp and the paid services all answer
``/v1/chat/completions``; what else a server can do is tried out once, when a run begins.

- ``connect``: from the settings to a polisher, or to one sentence why there is none
- ``server``: requests out, answers in; the only importer of openai
- ``waiting``: requests side by side, which can be given up at once
- ``trouble``: what a failed request means, and how long to go on trying
- ``ahead``: several passages at once, answered in order
- ``writing``: a passage rewritten, or its lines copied by the model
- ``aligning``: a copy turned into deletions; what the model added has no way in
- ``reading``: deletion-only decoding over a server that tells what it thinks of a prompt

The key of a server is in the settings' :class:`~pdfclean.settings.Secret` and in the requests, and
nowhere else: not in a report, a log, an error or a spool.
"""
