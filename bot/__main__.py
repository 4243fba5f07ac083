from bot.cli import main

if __name__ == "__main__":  # and not where a process of its own begins (bot.workers.apart)
    main()
