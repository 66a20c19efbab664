"""Language models behind one narrow door, the ``Polisher`` protocol of ``pdfclean.polishing``.

- ``prompt``: the instructions, and a passage wrapped in them
- ``passages``: a passage cut to a model's budget; an answer cleaned as it streams
- ``deleting``: marks on sentences, by ``deletion``'s walk, which asks for ``passes`` of a model
- ``files``, ``hub``: a model's files, from a folder, a ``.gguf`` file or the hub
- ``local``: the only importer of torch, transformers, accelerate and spaces
- ``loading``, ``background``: a model loaded in the background, with progress

Importing this package, or any of its modules, imports none of the heavy libraries.
"""
