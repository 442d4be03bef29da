"""What does a document say, and in which words? (HTML, Markdown, plain text)"""
